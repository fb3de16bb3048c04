import type { CauseCode } from '@muster/core/outcome/cause'
import { sameWhereTouched } from '@muster/core/plan/drift'
import { type End, end, userFacts, wasSent } from '../item-end.ts'
import type { ReadUser, UserResult } from '../kore-ports.ts'
import type { RunItem } from '../ports.ts'
import { isPartlyDone } from './partly-done.ts'

/** A user that Kore.ai refused, or that its response did not mention. */
export interface UserRefusal {
  readonly run: RunItem
  readonly result: Extract<UserResult, { ok: false }>
}

/** Kore.ai's causes when it removes a user who is gone. "Unauthorized" is the only refusal it documents. */
export const goneCauses: ReadonlySet<CauseCode | null> = new Set(['already_gone', 'user_not_found', 'not_authorized'])

export const isGoneCause = (cause: CauseCode | null): boolean => goneCauses.has(cause)

/** The end of a refused user, given a re-read; null if only a later read decides, since reads may lag. */
export function afterRefusal({ run, result }: UserRefusal, read: ReadUser | undefined): End | null {
  const { cause, koreResponse } = result
  const { item } = run
  const isRemoval = item.change.kind === 'remove'
  if (read === undefined || read.kind === 'unreadable') {
    if (cause === 'no_response') return null
    if (isRemoval && cause === 'already_gone') return goneEnd(run, result)
    // A refusal of the whole call, or of a user who was sent before, may follow an effect of this job.
    const mayHaveLanded = cause === 'request_refused' || wasSent(run)
    return mayHaveLanded ? end('unknown', 'no_response', { koreResponse }) : refusedEnd(result, 'unknown')
  }
  if (read.kind === 'absent') {
    return isRemoval ? goneEnd(run, result) : end('failed', 'user_not_found', { koreResponse, details: userFacts(run) })
  }
  // Not a failure yet without a response about this user, or against Kore.ai's statement that the user is gone.
  const later = cause === 'no_response' || (isRemoval && cause === 'already_gone')
  if (isRemoval) return later ? null : refusedEnd(result, result.partial ? 'nothing' : null)
  if (item.after !== null && sameWhereTouched(item.steps, item.after, read.user))
    return end('changed', null, { koreResponse })
  if (later) return null
  const nothing = item.before !== null && sameWhereTouched(item.steps, item.before, read.user)
  if (result.partial) return refusedEnd(result, nothing ? 'nothing' : 'part')
  return refusedEnd(result, !nothing && isPartlyDone(item, read.user) ? 'part' : null)
}

export function refusedEnd({ cause, details, koreResponse }: UserRefusal['result'], landed: string | null = null): End {
  return end('failed', cause, { koreResponse, details: landed === null ? details : { ...details, landed } })
}

/**
 * Gone, and changed by this job unless Kore.ai refused for exactly that reason: another administrator removed the user.
 */
export function goneEnd(run: RunItem, { cause, details, koreResponse }: UserRefusal['result']): End {
  const wasGone = isGoneCause(cause)
  const outcome = wasGone && !wasSent(run) ? 'unchanged' : 'changed'
  return end(outcome, wasGone ? 'already_gone' : null, { details: wasGone ? details : null, koreResponse })
}
