import type { Access } from '@muster/core/account/user'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { Outcome } from '@muster/core/outcome/outcome'
import { driftOf } from '@muster/core/plan/drift'
import type { ReadUser } from '../kore-ports.ts'
import type { RunItem } from '../ports.ts'
import { driftFacts } from './drift-facts.ts'
import { isPartlyDone } from './partly-done.ts'

/** How an item ends, before it is put into words. */
export interface End {
  readonly outcome: Outcome
  readonly cause: CauseCode | null
  readonly about: Readonly<Record<string, string>> | null
  readonly koreAnswer: string | null
}

export const end = (outcome: Outcome, cause: CauseCode | null = null, more: Partial<End> = {}): End => ({
  outcome,
  cause,
  about: null,
  koreAnswer: null,
  ...more,
})

export type BeforeSend =
  | { readonly send: true; readonly now: Access | null }
  | { readonly send: false; readonly end: End }

/**
 * Whether an item may still go out, after re-reading its user. What moved since the plan is set aside; what is already
 * as planned is not sent, and is our own doing where it was sent before. An update carries both flags, so a user who
 * cannot be read is not updated: the flags of the plan could revert what somebody changed since.
 */
export function decideBeforeSend(run: RunItem, read: ReadUser): BeforeSend {
  const { item } = run
  const { kind } = item.change
  if (kind === 'erase') return { send: true, now: null }
  if (read.kind === 'unreadable') {
    if (kind === 'remove') return { send: true, now: null }
    const { koreAnswer } = read
    const unread = wasSent(run)
      ? end('unknown', 'no_answer', { koreAnswer })
      : end('failed', 'user_unreadable', { koreAnswer })
    return { send: false, end: unread }
  }
  const sentBefore = wasSent(run)
  if (read.kind === 'absent') {
    const { koreAnswer } = read
    if (kind === 'update')
      return { send: false, end: end('failed', 'user_not_found', { koreAnswer, about: whom(run) }) }
    return { send: false, end: end(sentBefore ? 'changed' : 'unchanged', 'already_gone', { koreAnswer }) }
  }
  if (kind === 'remove') return { send: true, now: read.user }
  const drift = driftOf(item, read.user)
  if (drift === 'as_planned') return { send: true, now: read.user }
  if (drift === 'already_there') return { send: false, end: end(sentBefore ? 'changed' : 'unchanged') }
  if (sentBefore && isPartlyDone(item, read.user)) return { send: true, now: read.user }
  return { send: false, end: end('failed', 'changed_since_plan', { about: driftFacts(item, read.user) }) }
}

/** Whether what a re-read shows may be our own doing. */
export const wasSent = ({ attempts, refusals }: RunItem): boolean => attempts + refusals > 0

export const whom = ({ item }: RunItem): Record<string, string> => ({ user: item.user?.email ?? item.identifier.value })
