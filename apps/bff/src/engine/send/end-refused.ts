import { recordOutcomes } from '../context/record-outcomes.ts'
import type { RunContext } from '../context/run-context.ts'
import { afterRefusal, refusedEnd, type UserRefusal } from '../decide/decide-refused.ts'
import type { ReadUser } from '../kore-ports.ts'
import { type RunItem, SendingStoppedError } from '../ports.ts'
import { rereadUsers } from '../verify/reread-users.ts'
import { updateDirectory } from '../verify/update-directory.ts'

/**
 * Ends the refused users of one call. A refusal is re-read before it counts as a failure: the user may be gone already,
 * or the change may have taken effect. All of them end together, for the failure threshold to cover the whole call.
 */
export async function endRefused(run: RunContext, refusals: readonly UserRefusal[]): Promise<void> {
  if (refusals.length === 0) return
  const items = refusals.map((one) => one.run)
  if (items[0]?.item.change.kind === 'erase') {
    await recordOutcomes(
      run,
      refusals.map(({ run: item, result }) => run.itemOutcomeOf(item, refusedEnd(result))),
    )
    return
  }
  const readAt = run.deps.clock.now()
  const reads = await readRefused(run, items)
  if (reads === null) return
  const decided = refusals.map((one, n) => ({ ...one, end: afterRefusal(one, reads[n]) }))
  const open = decided.filter((one) => one.end === null)
  const itemOutcomes = decided.flatMap((one) => (one.end === null ? [] : [run.itemOutcomeOf(one.run, one.end)]))
  await recordOutcomes(run, itemOutcomes, { mayPause: open.length === 0 })
  await leaveInDoubt(
    run,
    open.map((one) => one.run),
    run.deps.settings.verifyAgainMs,
  )
  await updateDirectory(run, { items, reads, readAt })
}

/** Null when the run was aborted: the next worker re-reads, without a wait since the call has its response. */
async function readRefused(run: RunContext, items: readonly RunItem[]): Promise<readonly ReadUser[] | null> {
  try {
    return (await rereadUsers(run, items, run.gate.sending)).map(({ read }) => read)
  } catch (error) {
    if (!(error instanceof SendingStoppedError)) throw error
    await leaveInDoubt(run, items, 0)
    return null
  }
}

export async function leaveInDoubt(run: RunContext, items: readonly RunItem[], waitMs: number): Promise<void> {
  if (items.length === 0) return
  const seqs = items.map(({ item }) => item.seq)
  await run.deps.store.doubt(run.job.lease, seqs, waitMs)
}
