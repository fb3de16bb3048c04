import { mostAttempts } from '../decide/decide-in-doubt.ts'
import type { Ready } from '../ready-item.ts'

/**
 * Deals items into calls. Those that came to nothing twice travel in ever smaller company, in the end alone: one user
 * whom Kore.ai chokes on with an error that proves nothing must not use up the attempts of all the others. Once is chance,
 * and calls are scarce.
 */
export function inCalls(ready: readonly Ready[], writeBatch: number): readonly (readonly Ready[])[] {
  const calls: (readonly Ready[])[] = []
  for (const [attempts, alike] of Map.groupBy(ready, ({ run }) => run.attempts)) {
    const size = callSize(attempts, writeBatch)
    for (let from = 0; from < alike.length; from += size) calls.push(alike.slice(from, from + size))
  }
  return calls
}

/** In parts: a half, then a tenth. Smaller at once would cost more calls than chance, which is most of it, is worth. */
function callSize(attempts: number, writeBatch: number): number {
  if (attempts >= mostAttempts - 1) return 1
  return Math.ceil(writeBatch / (attempts < 2 ? 1 : attempts === 2 ? 2 : 10))
}
