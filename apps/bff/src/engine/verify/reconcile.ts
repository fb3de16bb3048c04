import type { RecentRead } from '../context/recent-reads-cache.ts'
import { recordOutcomes } from '../context/record-outcomes.ts'
import type { RunContext } from '../context/run-context.ts'
import { decideAfterDoubt } from '../decide/decide-in-doubt.ts'
import type { ItemOutcome, RunItem } from '../ports.ts'
import { recordLostErasure } from './record-erasure.ts'
import { noResponse, rereadUsers } from './reread-users.ts'
import { updateDirectory } from './update-directory.ts'

/** Re-reads doubtful items whose quiesce is over. Returns whether there were any. */
export function reconcile(run: RunContext, signal: AbortSignal): Promise<boolean> {
  return run.doubtsMutex(() => resolveDueDoubts(run, signal))
}

/** The same alongside other work: a read costs a call, so only for a full batch. */
export function reconcileFull(run: RunContext): Promise<boolean> {
  return run.doubtsMutex(() => resolveDueDoubts(run, run.gate.sending, run.deps.writer.limits.readBatch))
}

async function resolveDueDoubts(run: RunContext, signal: AbortSignal, fewest = 1): Promise<boolean> {
  const { deps, job } = run
  const due = { quiesceMs: deps.settings.quiesceMs, limit: deps.writer.limits.readBatch }
  const doubtful = await deps.store.doubtful(job.lease, due)
  if (doubtful.length < fewest) return false
  const erasures = doubtful.filter(({ item }) => item.change.kind === 'erase')
  const readable = doubtful.filter(({ item }) => item.change.kind !== 'erase')
  for (const call of Map.groupBy(erasures, ({ callId }) => callId).values()) {
    await recordLostErasure(
      run,
      call.map((item) => ({ run: item })),
      { cause: 'no_response', koreResponse: null },
    )
  }
  const readAt = deps.clock.now()
  const recent = readable.length === 0 ? [] : await rereadUsers(run, readable, signal)
  await endReadable(run, readable, recent)
  await updateDirectory(run, { items: readable, reads: recent.map(({ read }) => read), readAt })
  return doubtful.length > 0
}

async function endReadable(run: RunContext, items: readonly RunItem[], reads: readonly RecentRead[]): Promise<void> {
  const { deps, job } = run
  const itemOutcomes: ItemOutcome[] = []
  const again: number[] = []
  const later: RunItem[] = []
  for (const [n, item] of items.entries()) {
    const recent = reads[n]
    const read = recent?.read ?? noResponse
    const decision = decideAfterDoubt(item, read)
    if (decision.kind === 'end') itemOutcomes.push(run.itemOutcomeOf(item, decision.end))
    else if (decision.kind === 'look_later') later.push(item)
    else {
      again.push(item.item.seq)
      if (recent !== undefined) run.recentReads.keep(item.item.seq, recent)
    }
  }
  await recordOutcomes(run, itemOutcomes)
  if (again.length > 0) await deps.store.giveBack(job.lease, again, 'no_effect_seen')
  const waits = Map.groupBy(later, ({ reads: count }) => count)
  for (const [count, group] of waits) {
    await deps.store.postpone(
      job.lease,
      group.map(({ item }) => item.seq),
      deps.settings.verifyAgainMs * 2 ** count,
    )
  }
}
