import type { AuditLine } from '@muster/core/audit/audit-line'

/** The factors of a member as stored. */
export interface StoredFactors {
  readonly email: string
  readonly passwordHash: string | null
  /** Key of the authenticator app, sealed. Null: none, or not even started. */
  readonly totpKey: string | null
  /** Null: not confirmed, so not required. Milliseconds since 1970. */
  readonly totpSince: number | null
  readonly recoveryCodes: number
  /** Number of passkeys. */
  readonly passkeys: number
}

export interface ChangedPassphrase {
  readonly passwordHash: string
  /** The hash that the member has: another one was chosen meanwhile if it is not stored. */
  readonly replaces: string
  readonly at: number
  /** The session and the browser that stay, by their stored IDs. */
  readonly sessionId: string
  readonly deviceId: string | null
  /** The entry of the audit, by the count of ended sessions. */
  readonly audit: (sessions: number) => AuditLine
}

export interface FactorStore {
  /** Null if there is no such member, or a disabled one. */
  of(memberId: string): Promise<StoredFactors | null>
  /** Stores a key to confirm. Does nothing and returns false if an app is required already. */
  startTotp(memberId: string, sealedKey: string): Promise<boolean>
  /** Requires the app from now on, and replaces the recovery codes. The step of the code counts as used. */
  confirmTotp(
    memberId: string,
    confirmed: { readonly step: number; readonly codes: readonly string[]; readonly at: number },
    audit: AuditLine,
  ): Promise<boolean>
  removeTotp(memberId: string, at: number, audit: AuditLine): Promise<boolean>
  /**
   * Replaces the passphrase, and ends the member's other sessions, sign-in links and other remembered browsers. Tokens
   * and factors stay. Returns the count of ended sessions; null, and changes nothing, if the passphrase is another one.
   */
  changePassphrase(memberId: string, changed: ChangedPassphrase): Promise<number | null>
  /** Replaces the recovery codes (by their SHA-256). */
  replaceCodes(
    memberId: string,
    renewed: { readonly codes: readonly string[]; readonly at: number },
    audit: AuditLine,
  ): Promise<void>
  /** Uses a time step, once over all replicas. False if it, or a later one, was used. */
  useStep(memberId: string, step: number): Promise<boolean>
  /** Uses a recovery code, once. */
  useRecoveryCode(memberId: string, hash: string): Promise<boolean>
}

/** Encrypts the keys of authenticator apps. Null without a key to do so. */
export interface Sealing {
  seal(plain: Buffer, owner: string): string
  /** Throws if it was sealed with another key or for another owner. */
  open(sealed: string, owner: string): Buffer
}
