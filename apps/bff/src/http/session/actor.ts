import type { OwnedKind } from '@muster/contracts/route'
import type { Language } from '@muster/core/language'
import type { Granted, Membership, Scope } from '@muster/core/permission'
import { isBreakGlass } from '@muster/core/policy/break-glass'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'

/** The author of an act: a signed-in member, or Muster itself (schedules, recovery). */
export interface Actor extends Granted, Membership {
  readonly memberId: string
  readonly email: string
  readonly name: string
  /** Null: the member has not chosen one. */
  readonly language: Language | null
}

/** The break-glass account leaves nothing behind that would work after its session. */
export function refuseBreakGlass(actor: Actor): Actor {
  if (isBreakGlass(actor)) throw new ProblemError('forbidden', message('problem.break_glass_leaves_nothing'))
  return actor
}

/** A limit as the API shows it. */
export const scopeEntry = (scope: Scope | null) =>
  scope === null
    ? null
    : { groups: scope.groups === null ? null : [...scope.groups], bots: scope.bots === null ? null : [...scope.bots] }

/** Records of a member, made since a time. */
export interface Own {
  readonly memberId: string
  /** Milliseconds since 1970. */
  readonly since: number
}

/** What a limited member reaches: their own records, made under this limit. Null: all records. */
export const ownOf = ({ memberId, scope }: Pick<Actor, 'memberId' | 'scope'>): Own | null =>
  scope === null ? null : { memberId, since: scope.since }

/** Whether a record is a member's own. */
export type IsOwn = (kind: OwnedKind, id: string, own: Own) => Promise<boolean>

/** What an open stream may send to its member. */
export interface StreamGrant extends Granted {
  readonly own: Own | null
}
