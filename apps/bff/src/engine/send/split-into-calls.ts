import { mostAttempts } from '../decide/decide-in-doubt.ts'
import type { Ready } from '../ready-item.ts'

/**
 * Splits items into calls. Items without a result twice go into ever smaller calls, finally alone: one user who makes
 * Kore.ai fail without proof must not use up the attempts of all others. One such failure is chance, and calls are
 * scarce.
 */
export function inCalls(ready: readonly Ready[], writeBatch: number): readonly (readonly Ready[])[] {
  const calls: (readonly Ready[])[] = []
  for (const [attempts, alike] of Map.groupBy(ready, ({ run }) => run.attempts)) {
    const size = callSize(attempts, writeBatch)
    for (let from = 0; from < alike.length; from += size) calls.push(alike.slice(from, from + size))
  }
  return calls
}

/** Fractions: a half, then a tenth. Smaller calls right away would cost more than chance, the usual cause, is worth. */
function callSize(attempts: number, writeBatch: number): number {
  if (attempts >= mostAttempts - 1) return 1
  return Math.ceil(writeBatch / (attempts < 2 ? 1 : attempts === 2 ? 2 : 10))
}
