import { mostAttempts } from '../decide/decide-in-doubt.ts'
import type { Ready } from '../ready-item.ts'

/** Items that wait for a call. */
export interface CallQueue {
  /** The items of the next call, of at most `writeBatch`; null without any. */
  take(writeBatch: number): readonly Ready[] | null
}

/**
 * Splits items into calls. Items without a result twice go into ever smaller calls, finally alone: one user who makes
 * Kore.ai fail without proof must not use up the attempts of all others. One such failure is chance, and calls are
 * scarce.
 */
export function createCallQueue(ready: readonly Ready[]): CallQueue {
  const groups = [...Map.groupBy(ready, ({ run }) => run.attempts)]
  return {
    take: (writeBatch) => {
      const [group] = groups
      if (group === undefined) return null
      const [attempts, alike] = group
      const call = alike.splice(0, callSize(attempts, writeBatch))
      if (alike.length === 0) groups.shift()
      return call
    },
  }
}

/** Fractions: a half, then a tenth. Smaller calls right away would cost more than chance, the usual cause, is worth. */
function callSize(attempts: number, writeBatch: number): number {
  if (attempts >= mostAttempts - 1) return 1
  return Math.ceil(writeBatch / (attempts < 2 ? 1 : attempts === 2 ? 2 : 10))
}
