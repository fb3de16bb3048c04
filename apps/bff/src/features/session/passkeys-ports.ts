import type { AuditLine } from '@muster/core/audit/audit-line'
import type { Member } from './ports.ts'

/** The name and the origins of this installation that passkeys are bound to. */
export interface RelyingParty {
  /** A domain: WebAuthn accepts no address of a machine. */
  readonly id: string
  readonly origins: readonly string[]
}

/** A passkey as stored. Times in milliseconds since 1970. */
export interface StoredPasskey {
  readonly id: string
  /** Base64url, as authenticators send it. */
  readonly credentialId: string
  readonly name: string
  /** COSE key, base64url. */
  readonly publicKey: string
  /** Signatures so far, if the authenticator counts them. */
  readonly counter: number
  readonly transports: readonly string[]
  readonly synced: boolean
  readonly addedAt: number
  readonly lastUsedAt: number | null
}

/** A challenge is created for one purpose. */
export type ChallengePurpose = 'use' | 'add'

export interface PasskeyStore {
  ofMember(memberId: string): Promise<readonly StoredPasskey[]>
  /** Whether any member can sign in with a passkey. */
  any(): Promise<boolean>
  /** The passkey with its member; null if there is none or its member is disabled. */
  find(credentialId: string): Promise<{ readonly passkey: StoredPasskey; readonly member: Member } | null>
  /**
   * Adds a passkey unless the member has `limit` of them or it is stored already. With `codes`, these become the recovery codes
   * unless the member has some. Returns whether it was added, and whether the codes were stored.
   */
  add(
    passkey: StoredPasskey & { readonly memberId: string },
    limits: { readonly limit: number; readonly codes: readonly string[] },
    audit: AuditLine,
  ): Promise<'added' | 'added_with_codes' | 'refused'>
  /** Removes a passkey of the member; with the last factor, the recovery codes as well. `audit` composes the entry. */
  remove(
    of: { readonly id: string; readonly memberId: string; readonly at: number },
    audit: (name: string) => AuditLine,
  ): Promise<boolean>
  /** Records a use. False if the counter of the passkey did not rise: of two copies, only one gets in. */
  markUsed(id: string, use: { readonly counter: number; readonly at: number }): Promise<boolean>
  /** Keeps a challenge (its SHA-256) for a browser or session (its SHA-256). */
  addChallenge(challenge: {
    readonly id: string
    readonly purpose: ChallengePurpose
    readonly holder: string
    readonly expiresAt: number
  }): Promise<void>
  /** Uses a challenge, once over all replicas. False if it is unknown, expired, or of another purpose or holder. */
  takeChallenge(challenge: {
    readonly id: string
    readonly purpose: ChallengePurpose
    readonly holder: string
    readonly now: number
  }): Promise<boolean>
}
