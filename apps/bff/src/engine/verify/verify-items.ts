import { pauseOnWrongEffect } from '../context/pause-job.ts'
import { recordOutcomes } from '../context/record-outcomes.ts'
import type { RunContext } from '../context/run-context.ts'
import { decideVerified } from '../decide/decide-verified.ts'
import { end } from '../item-end.ts'
import type { ReadUser } from '../kore-ports.ts'
import type { ItemOutcome, RunItem } from '../ports.ts'
import { noResponse, rereadUsers } from './reread-users.ts'
import { updateDirectory } from './update-directory.ts'

/** Re-reads items reported as done and not yet verified, from this run or one that was interrupted. */
export async function verifyDue(run: RunContext, signal = run.gate.sending): Promise<boolean> {
  const { deps, job } = run
  const items = await deps.store.unverified(job.lease, deps.writer.limits.readBatch)
  await verifyItems(run, items, signal)
  return items.length > 0
}

/** Marks items that are still not verified: the run ends and waits no longer. */
export async function endUnverified({ deps, job, itemOutcomeOf }: RunContext): Promise<void> {
  for (;;) {
    const items = await deps.store.unverified(job.lease, deps.writer.limits.readBatch, 'all')
    if (items.length === 0) return
    const itemOutcomes = items.map((item) => itemOutcomeOf(item, end('changed', 'not_verified')))
    const at = deps.clock.now()
    const updated = items.filter(({ item }) => item.change.kind === 'update')
    await deps.directory.markChanged(
      updated.flatMap(({ item }) => item.user?.id ?? []),
      at,
    )
    await deps.store.recordOutcomes(job.lease, itemOutcomes, { at })
  }
}

/** Verifies the latest successes once they fill a read; the rest stays in the store for later. */
export async function verifyFull(run: RunContext): Promise<void> {
  const { limits } = run.deps.writer
  while (run.unverified.length >= limits.readBatch) await verifyItems(run, run.unverified.splice(0, limits.readBatch))
}

export async function verifyRest(run: RunContext): Promise<void> {
  await verifyItems(run, run.unverified.splice(0))
}

/** Checks whether Kore.ai shows what it reported, and writes it to the directory. */
export async function verifyItems(
  run: RunContext,
  items: readonly RunItem[],
  signal = run.gate.sending,
): Promise<void> {
  if (items.length === 0) return
  const readAt = run.deps.clock.now()
  const reads = (await rereadUsers(run, items, signal)).map(({ read }) => read)
  await updateDirectory(run, { items, reads, readAt })
  await endVerified(run, items, reads)
}

async function endVerified(run: RunContext, items: readonly RunItem[], reads: readonly ReadUser[]): Promise<void> {
  const { deps, job } = run
  const confirmed: number[] = []
  const later: number[] = []
  const ends: ItemOutcome[] = []
  for (const [n, item] of items.entries()) {
    const read = reads[n] ?? noResponse
    const verdict = decideVerified(item, read)
    if (verdict.kind === 'confirmed') confirmed.push(item.item.seq)
    else if (verdict.kind === 'look_later') later.push(item.item.seq)
    else ends.push(run.itemOutcomeOf(item, verdict.end))
  }
  if (confirmed.length > 0) await deps.store.confirm(job.lease, confirmed)
  if (later.length > 0) await deps.store.postpone(job.lease, later, deps.settings.verifyAgainMs)
  await recordOutcomes(run, ends)
  const isWrong = ends.some(({ outcome, cause }) => outcome === 'failed' && cause === 'unexpected_response')
  if (isWrong && job.kinds.remove > 0) await pauseOnWrongEffect(run)
}
