import { storeFailure } from '../../store-failure.ts'
import { reasonToPause } from '../decide/should-pause.ts'
import type { ItemOutcome, NewErasure } from '../ports.ts'
import { pauseItself } from './pause-job.ts'
import type { RunContext } from './run-context.ts'

/** Records outcomes. A job with too many failures pauses itself, unless items of the same call are still open. */
export async function recordOutcomes(
  run: RunContext,
  itemOutcomes: readonly ItemOutcome[],
  { erasures = [], mayPause = true }: { erasures?: readonly NewErasure[]; mayPause?: boolean } = {},
): Promise<void> {
  if (itemOutcomes.length === 0) return
  const { deps, job, gate } = run
  const at = deps.clock.now()
  const progress = await whileOurs(run, () => deps.store.recordOutcomes(job.lease, itemOutcomes, { at, erasures }))
  deps.onUpdated(job.lease.jobId)
  if (erasures.length > 0) deps.onErasures(erasures.map((one) => one.id))
  const reason = reasonToPause(progress, job.kinds)
  if (!mayPause || reason === null || gate.closedBy !== null) return
  gate.close('pausing')
  await pauseItself(run, reason)
}

/** Retries a write that must not be lost while the store is unavailable, for as long as the lease is certainly held. */
export async function whileOurs<T>({ deps, gate }: RunContext, write: () => Promise<T>): Promise<T> {
  const { clock, settings } = deps
  const giveUpAt = clock.monotonic() + settings.leaseMs
  for (;;) {
    try {
      return await write()
    } catch (error) {
      if (storeFailure(error) === null || gate.working.aborted || clock.monotonic() >= giveUpAt) throw error
    }
    await clock.sleep(settings.controlMs, gate.working).catch(() => {})
  }
}
