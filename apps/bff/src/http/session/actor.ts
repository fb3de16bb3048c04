import type { Language } from '@muster/core/language'
import type { Granted, MemberRole } from '@muster/core/permission'
import { isBreakGlass } from '@muster/core/policy/break-glass'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'

/** The author of an act: a signed-in member, or Muster itself (schedules, recovery). */
export interface Actor extends Granted {
  readonly memberId: string
  readonly email: string
  readonly name: string
  readonly role: MemberRole
  /** Null: the member has not chosen one. */
  readonly language: Language | null
}

/** The break-glass account leaves nothing behind that would work after its session. */
export function refuseBreakGlass(actor: Actor): Actor {
  if (isBreakGlass(actor)) throw new ProblemError('forbidden', message('problem.break_glass_leaves_nothing'))
  return actor
}
