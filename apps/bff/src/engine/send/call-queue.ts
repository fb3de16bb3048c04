import type { Change } from '@muster/core/change/change'
import { mostAttempts } from '../decide/decide-in-doubt.ts'
import type { Ready } from '../ready-item.ts'

/** Items that were read and wait for a call, in the order of their reads. */
export interface CallQueue {
  readonly length: number
  add(ready: readonly Ready[]): void
  /**
   * The items of the next call; null if there are none. A call that is not full waits for more, unless `isLast`.
   */
  take(sizeOf: (kind: Change['kind']) => number, isLast: boolean): readonly Ready[] | null
}

/**
 * Splits items into calls. Items without a result twice go into ever smaller calls, finally alone: one user who makes
 * Kore.ai fail without proof must not use up the attempts of all others. One such failure is chance, and calls are
 * scarce.
 */
export function createCallQueue(): CallQueue {
  // Each group shares calls: one kind of change, one kind of identifier, one scope, as often attempted.
  const groups: { key: string; kind: Change['kind']; attempts: number; items: Ready[] }[] = []
  let length = 0
  return {
    get length() {
      return length
    },
    add: (ready) => {
      for (const one of ready) {
        const { item, attempts } = one.run
        const key = groupKey(one)
        const last = groups.findLast((group) => group.key === key)
        if (last === undefined) groups.push({ key, kind: item.change.kind, attempts, items: [one] })
        else last.items.push(one)
        length += 1
      }
    },
    take: (sizeOf, isLast) => {
      const sizes = groups.map(({ kind, attempts }) => callSize(attempts, sizeOf(kind)))
      const full = groups.findIndex(({ items }, n) => items.length >= (sizes[n] ?? 1))
      const next = full === -1 && isLast ? 0 : full
      const group = groups[next]
      if (group === undefined) return null
      const call = group.items.splice(0, sizes[next])
      if (group.items.length === 0) groups.splice(next, 1)
      length -= call.length
      return call
    },
  }
}

/** Items that may share a call. */
function groupKey({ run: { item, attempts }, identifier }: Ready): string {
  const { change } = item
  if (change.kind === 'erase') return `${attempts} erase ${item.identifier.by} ${JSON.stringify(change.scope)}`
  return `${attempts} ${change.kind} ${identifier?.by}`
}

/** Fractions: a half, then a tenth. Smaller calls right away would cost more than chance, the usual cause, is worth. */
function callSize(attempts: number, writeBatch: number): number {
  if (attempts >= mostAttempts - 1) return 1
  return Math.ceil(writeBatch / (attempts < 2 ? 1 : attempts === 2 ? 2 : 10))
}
