import type { AuditLine } from '@muster/core/audit/audit-line'
import type { Member } from './ports.ts'

/** The break-glass account. Times in milliseconds since 1970. */
export interface BreakGlass {
  readonly memberId: string
  readonly madeBy: string
  readonly madeAt: number
  /** When its owner proved that the credential and the app were kept; it signs in from then on. Null: not yet. */
  readonly armedAt: number | null
  readonly usedAt: number | null
  readonly usedFrom: string | null
}

export interface BreakGlassStore {
  state(): Promise<BreakGlass | null>
  /** Replaces the account: sessions and tokens of the earlier one end. */
  replace(
    made: {
      readonly memberId: string
      readonly secretHash: string
      readonly sealedKey: string
      readonly by: string
      readonly at: number
    },
    audit: AuditLine,
  ): Promise<void>
  /** Null: another credential, or none. */
  memberOf(secretHash: string): Promise<Member | null>
  arm(memberId: string, at: number): Promise<void>
  /** Uses the credential to sign in, once. False if it is not armed or was used. Records it in the same transaction. */
  use(memberId: string, used: { readonly at: number; readonly from: string }, audit: AuditLine): Promise<boolean>
  /** False: there is none. */
  remove(at: number, audit: AuditLine): Promise<boolean>
}
