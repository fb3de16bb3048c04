import type { Lookups } from '../account/access.ts'
import { scopeDetails } from '../account/access-names.ts'
import { botOwnership } from '../account/bot-owner.ts'
import type { Access, Identifier, User } from '../account/user.ts'
import type { Change, EraseChange } from '../change/change.ts'
import { isEmailShaped } from '../identifier/address.ts'
import { isIdentifier } from '../identifier/read-identifier.ts'
import { applySteps } from './apply-steps.ts'
import type { PlanItem, PlanNote } from './plan.ts'
import { type Resolution, resolveUpdate } from './plan-update.ts'

/** The match of an identifier in the directory. */
export type UserMatch =
  | { readonly kind: 'user'; readonly user: User }
  | { readonly kind: 'none' }
  /** Several users match. */
  | { readonly kind: 'ambiguous'; readonly count: number }

export interface PlanPolicy {
  /**
   * False if the directory was loaded from a file without access: then no step is dropped as a match,
   * and every item has a warning.
   */
  readonly accessVerified: boolean
}

export interface PlanItemInput {
  readonly seq: number
  readonly row: number | null
  readonly identifier: Identifier
  readonly match: UserMatch
  readonly change: Change
  readonly lookups: Lookups
  readonly policy: PlanPolicy
  /** Blockers found before planning (a row that could not be read). Planning then adds no others. */
  readonly blockers?: readonly PlanNote[]
  /** Warnings found before planning, as in a file. The item always keeps them. */
  readonly warnings?: readonly PlanNote[]
}

const note = (code: PlanNote['code'], details: PlanNote['details'] = {}): PlanNote => ({ code, details })

function malformedEmail(identifier: Identifier): readonly PlanNote[] {
  if (identifier.by !== 'email' || isEmailShaped(identifier.value.trim())) return []
  return [note('email_invalid', { email: identifier.value })]
}

/** An erasure cannot be undone: text that is no documented identifier is never queued. */
function notErasable(identifier: Identifier): readonly PlanNote[] {
  const malformed = malformedEmail(identifier)
  if (malformed.length > 0 || isIdentifier(identifier)) return malformed
  return [note('identifier_invalid', { user: identifier.value })]
}

function unmatched({ identifier, match }: PlanItemInput): readonly PlanNote[] {
  if (match.kind === 'user') return []
  if (match.kind === 'ambiguous') {
    return [note('user_ambiguous', { user: identifier.value, count: String(match.count) })]
  }
  const malformed = malformedEmail(identifier)
  return malformed.length > 0 ? malformed : [note('user_not_found', { user: identifier.value })]
}

function resolveErase(input: PlanItemInput, change: EraseChange): Resolution {
  const { lookups, match, identifier } = input
  const bots = change.scope.kind === 'bots' ? change.scope.botIds : []
  const missing = lookups.known.bots ? [...new Set(bots)].filter((id) => !lookups.bots.has(id)) : []
  const unverified = bots.length > 0 && !lookups.known.bots
  return {
    steps: [{ field: 'data', op: 'erase', scope: change.scope }],
    blockers: [
      // Delete Customer Data does not proceed for a user who belongs to an account.
      ...(match.kind === 'user' ? [note('member_of_account', { user: match.user.email })] : notErasable(identifier)),
      ...(match.kind === 'ambiguous' ? unmatched(input) : []),
      ...(change.scope.kind === 'bots' && bots.length === 0 ? [note('nothing_requested')] : []),
      ...missing.map((id) => note('bot_not_found', { bot: id, botId: id })),
    ],
    warnings: [
      ...(unverified ? [note('access_unverified', { what: 'bots' })] : []),
      note('cannot_be_undone', scopeDetails(change.scope, lookups)),
    ],
  }
}

function resolve(input: PlanItemInput): Resolution {
  const { change, match, lookups, policy } = input
  if (change.kind === 'erase') return resolveErase(input, change)
  if (match.kind !== 'user') return { steps: [], blockers: unmatched(input), warnings: [] }
  if (change.kind === 'update') {
    const { unread = [] } = match.user
    return resolveUpdate(change, match.user, { lookups, accessVerified: policy.accessVerified, unread })
  }
  const ownership = botOwnership(match.user, lookups)
  return {
    steps: [{ field: 'account', op: 'remove' }],
    blockers: ownership.blockers,
    warnings: [note('removes_person', { user: match.user.email }), ...ownership.warnings],
  }
}

/** The access of a user, without the other fields. */
export function accessOf({ groups, roles, canCreateBot, isDeveloper }: Access): Access {
  return { groups, roles, canCreateBot, isDeveloper }
}

/** The identity of a user, as an item stores it. */
export function personOf({ id, email, firstName, lastName, orgUserId }: User): PlanItem['user'] {
  return { id, email, firstName, lastName, orgUserId }
}

/**
 * Plans one change for one user: compares it with the directory, drops what already matches, and blocks what cannot work
 * with the reason. The rest are steps with before and after. `before` and `after` always carry both flags,
 * because both are always sent.
 */
export function planItem(input: PlanItemInput): PlanItem {
  const { seq, row, identifier, change, match, lookups } = input
  const user = match.kind === 'user' ? match.user : null
  const before = user === null ? null : accessOf(user)
  const base = { seq, row, identifier, user: user === null ? null : personOf(user), change, before }
  const given = input.blockers ?? []
  const found = input.warnings ?? []
  const resolved = given.length > 0 ? { steps: [], blockers: given, warnings: [] } : resolve(input)
  const { blockers } = resolved
  if (blockers.length > 0)
    return { ...base, after: before, steps: [], disposition: 'blocked', blockers, warnings: found }
  const { steps, warnings } = resolved
  if (steps.length === 0) return { ...base, after: before, steps, disposition: 'unchanged', blockers, warnings: found }
  const after = before === null ? null : applySteps(before, steps, (id) => lookups.groups.get(id)?.name)
  return { ...base, after, steps, disposition: 'change', blockers, warnings: [...found, ...warnings] }
}

/** The same item with one more blocker. */
export function blockItem(item: PlanItem, blocker: PlanNote): PlanItem {
  const blockers = [...item.blockers, blocker]
  return { ...item, after: item.before, steps: [], disposition: 'blocked', blockers, warnings: [] }
}
