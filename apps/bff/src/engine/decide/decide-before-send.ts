import type { Access } from '@muster/core/account/user'
import { driftOf } from '@muster/core/plan/drift'
import { type End, end, userFacts, wasSent } from '../item-end.ts'
import type { ReadUser } from '../kore-ports.ts'
import type { RunItem } from '../ports.ts'
import { driftFacts } from './drift-facts.ts'
import { isPartlyDone } from './partly-done.ts'

export type BeforeSend =
  | { readonly send: true; readonly now: Access | null }
  | { readonly send: false; readonly end: End }

/**
 * Decides after a re-read whether an item may still be sent. An item whose user changed since the plan is set aside, also
 * if another user has the address by now. An item that already matches the plan is not sent, and counts as changed if it
 * was sent before. An update carries both flags, so an unreadable user is not updated: the plan's flags could revert a
 * change made since.
 */
export function decideBeforeSend(run: RunItem, read: ReadUser): BeforeSend {
  const { item } = run
  const { kind } = item.change
  if (kind === 'erase') return { send: true, now: null }
  if (read.kind === 'unreadable') {
    if (kind === 'remove') return { send: true, now: null }
    const { koreResponse } = read
    const unread = wasSent(run)
      ? end('unknown', 'no_response', { koreResponse })
      : end('failed', 'user_unreadable', { koreResponse })
    return { send: false, end: unread }
  }
  const sentBefore = wasSent(run)
  if (read.kind === 'absent') {
    const { koreResponse, otherId } = read
    if (otherId !== undefined && (kind === 'update' || !sentBefore))
      return { send: false, end: end('failed', 'changed_since_plan', { details: { ...userFacts(run), otherId } }) }
    if (kind === 'update')
      return { send: false, end: end('failed', 'user_not_found', { koreResponse, details: userFacts(run) }) }
    return { send: false, end: end(sentBefore ? 'changed' : 'unchanged', 'already_gone', { koreResponse }) }
  }
  if (kind === 'remove') return { send: true, now: read.user }
  const drift = driftOf(item, read.user)
  if (drift === 'as_planned') return { send: true, now: read.user }
  if (drift === 'already_there') return { send: false, end: end(sentBefore ? 'changed' : 'unchanged') }
  if (sentBefore && isPartlyDone(item, read.user)) return { send: true, now: read.user }
  return { send: false, end: end('failed', 'changed_since_plan', { details: driftFacts(item, read.user) }) }
}
