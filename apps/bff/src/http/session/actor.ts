import type { Language } from '@muster/core/language'
import type { Granted, MemberRole } from '@muster/core/permission'

/** The author of an act: a signed-in member, or Muster itself (schedules, recovery). */
export interface Actor extends Granted {
  readonly memberId: string
  readonly email: string
  readonly name: string
  readonly role: MemberRole
  /** Null: the member has not chosen one. */
  readonly language: Language | null
}
