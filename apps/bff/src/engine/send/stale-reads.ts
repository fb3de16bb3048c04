import type { RunContext } from '../context/run-context.ts'
import type { Ready } from '../ready-item.ts'

/** Normal waits for the call budget are shorter. */
const staleMs = 120_000

/** The call waited so long that another administrator may have changed its users since they were read. */
export class StaleReadError extends Error {
  override readonly name = 'StaleReadError'
}

/** An update carries the flags as read, so it does not leave with an old read. A removal and an erasure carry none. */
export function isStale({ deps, staleOnce }: RunContext, ready: readonly Ready[]): boolean {
  const now = deps.clock.monotonic()
  const stale = ready.filter(
    ({ run: { item }, readAt }) => item.change.kind === 'update' && now - readAt > staleMs && !staleOnce.has(item.seq),
  )
  for (const { run } of stale) staleOnce.add(run.item.seq)
  return stale.length > 0
}
