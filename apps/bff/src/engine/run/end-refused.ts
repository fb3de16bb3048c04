import type { CauseCode } from '@muster/core/outcome/cause'
import { sameWhereTouched } from '@muster/core/plan/drift'
import { type RunContext, settle } from '../context/run-context.ts'
import { type End, end, wasSent, whom } from '../decide/decide-before-send.ts'
import { isPartlyDone } from '../decide/partly-done.ts'
import type { ReadUser, UserResult } from '../kore-ports.ts'
import { JobHeldError, type RunItem } from '../ports.ts'
import { keepInDirectory } from '../verify/reconcile.ts'
import { rereadUsers } from '../verify/reread-users.ts'

/** A user that Kore.ai refused, or that its response left open. */
export interface Refusal {
  readonly run: RunItem
  readonly result: Extract<UserResult, { ok: false }>
}

/**
 * Ends the refused users of one call. A refusal is re-read before it counts as a failure: the user may be gone already,
 * or the change may have taken effect. All of them end at once, so that the failure threshold sees the whole call.
 */
export async function endRefused(run: RunContext, refusals: readonly Refusal[]): Promise<void> {
  if (refusals.length === 0) return
  const items = refusals.map((one) => one.run)
  if (items[0]?.item.change.kind === 'erase') {
    await settle(
      run,
      refusals.map(({ run: item, result }) => run.story.settlement(item, refusedEnd(result))),
    )
    return
  }
  const readAt = run.deps.clock.now()
  const reads = await readRefused(run, items)
  if (reads === null) return
  const decided = refusals.map((one, n) => ({ ...one, end: afterRefusal(one, reads[n]) }))
  const open = decided.filter((one) => one.end === null)
  const settlements = decided.flatMap((one) => (one.end === null ? [] : [run.story.settlement(one.run, one.end)]))
  await settle(run, settlements, { mayPause: open.length === 0 })
  await leaveInDoubt(
    run,
    open.map((one) => one.run),
    run.deps.settings.verifyAgainMs,
  )
  await keepInDirectory(run, { items, reads, readAt })
}

/** Null when the run was called off: the next worker looks, at once since the call was answered. */
async function readRefused(run: RunContext, items: readonly RunItem[]): Promise<readonly ReadUser[] | null> {
  try {
    return await rereadUsers(run, items, run.gate.sending)
  } catch (error) {
    if (!(error instanceof JobHeldError)) throw error
    await leaveInDoubt(run, items, 0)
    return null
  }
}

export async function leaveInDoubt(run: RunContext, items: readonly RunItem[], waitMs: number): Promise<void> {
  if (items.length === 0) return
  const seqs = items.map(({ item }) => item.seq)
  await run.deps.store.doubt(run.job.lease, seqs, waitMs)
}

/** What Kore.ai answers to the removal of a user who is gone. "Unauthorized" is the only refusal it documents. */
const goneCauses: ReadonlySet<CauseCode | null> = new Set(['already_gone', 'user_not_found', 'not_authorized'])
export const isGoneCause = (cause: CauseCode | null): boolean => goneCauses.has(cause)

/** How a refused user ends, given what a re-read shows; null where only a later look tells, since reads may lag. */
export function afterRefusal({ run, result }: Refusal, read: ReadUser | undefined): End | null {
  const { cause, koreAnswer } = result
  const { item } = run
  const isRemoval = item.change.kind === 'remove'
  if (read === undefined || read.kind === 'unreadable') {
    if (cause === 'no_answer') return null
    if (isRemoval && cause === 'already_gone') return goneEnd(run, result)
    // A refusal of the whole call, or of a user who was sent before, may follow an effect of ours.
    const mayHaveLanded = cause === 'request_refused' || wasSent(run)
    return mayHaveLanded ? end('unknown', 'no_answer', { koreAnswer }) : refusedEnd(result, 'unknown')
  }
  if (read.kind === 'absent') {
    return isRemoval ? goneEnd(run, result) : end('failed', 'user_not_found', { koreAnswer, about: whom(run) })
  }
  // Nothing is called a failure without a word of Kore.ai, or against its word that the user is gone.
  const later = cause === 'no_answer' || (isRemoval && cause === 'already_gone')
  if (isRemoval) return later ? null : refusedEnd(result, result.partial ? 'nothing' : null)
  if (item.after !== null && sameWhereTouched(item.steps, item.after, read.user))
    return end('changed', null, { koreAnswer })
  if (later) return null
  const nothing = item.before !== null && sameWhereTouched(item.steps, item.before, read.user)
  if (result.partial) return refusedEnd(result, nothing ? 'nothing' : 'part')
  return refusedEnd(result, !nothing && isPartlyDone(item, read.user) ? 'part' : null)
}

function refusedEnd({ cause, about, koreAnswer }: Refusal['result'], landed: string | null = null): End {
  return end('failed', cause, { koreAnswer, about: landed === null ? about : { ...about, landed } })
}

/** Gone, and our doing unless Kore.ai refused just that because somebody else had removed the user. */
function goneEnd(run: RunItem, { cause, about, koreAnswer }: Refusal['result']): End {
  const wasGone = isGoneCause(cause)
  const outcome = wasGone && !wasSent(run) ? 'unchanged' : 'changed'
  return end(outcome, wasGone ? 'already_gone' : null, { about: wasGone ? about : null, koreAnswer })
}
