import type { Session, UsersTable } from '@muster/contracts/session'
import type { Environment } from '@muster/core/environment'
import type { Language } from '@muster/core/language'
import type { Membership } from '@muster/core/permission'
import type { ProviderProof } from '@muster/core/policy/provider-proof'

export interface Member extends Membership {
  readonly id: string
  readonly email: string
  readonly name: string
  /** Null: the member has not chosen one. */
  readonly language: Language | null
}

/** A session as stored: `id` is the SHA-256 of the bearer. Times in milliseconds since 1970. */
export interface StoredSession {
  readonly id: string
  readonly createdAt: number
  readonly usedAt: number
  /** When the member last proved who they are. */
  readonly authenticatedAt: number
  /** The identity provider that opened it; null: opened otherwise. */
  readonly providerIssuer: string | null
  readonly member: Member
}

/** A session as shown to its member; `ref` identifies it without revealing the bearer. */
export interface ListedSession {
  readonly id: string
  readonly ref: string
  readonly agent: string
  readonly createdAt: number
  readonly usedAt: number
}

/** A new proof of who the member of a session is. */
export interface Renewal {
  readonly at: number
  /** The plan that the proof is for, by its hash; null if it is for none. */
  readonly planHash: string | null
  /** By an identity provider. */
  readonly proof?: ProviderProof
}

export interface NewSession {
  readonly id: string
  readonly ref: string
  /** Description of the client, in our own words. */
  readonly agent: string
  readonly memberId: string
  readonly at: number
  /** Opened by an identity provider. */
  readonly proof?: ProviderProof
}

export interface SessionStore {
  /** Adds a session and ends the member's oldest beyond `limit`, in one transaction. */
  add(session: NewSession, limit: number): Promise<void>
  /** Null if there is none or its member is disabled. */
  find(id: string): Promise<StoredSession | null>
  markUsed(id: string, at: number): Promise<void>
  remove(id: string): Promise<void>
  /**
   * Gives a session another id, because its member proved again who they are. A proof for a plan counts for that plan only,
   * any other for the next minutes. False if it has ended.
   */
  renew(id: string, newId: string, renewal: Renewal): Promise<boolean>
  /** A member's sessions, most recently used first. */
  ofMember(memberId: string): Promise<readonly ListedSession[]>
  /** Ends the member's session with this `ref`, or all but one (by its `id`). Returns the count. */
  end(memberId: string, which: { readonly ref: string } | { readonly allBut: string }): Promise<number>
  /** Deletes expired sessions, links and attempts. */
  purge(before: { used: number; created: number; device: number; now: number }): Promise<void>
}

export interface MemberStore {
  /** The member with this address, case-insensitive. */
  byEmail(email: string): Promise<(Member & { readonly passwordHash: string | null }) | null>
  /** Stores another hash of the same passphrase, unless the passphrase has changed meanwhile. Ends nothing. */
  replaceHash(memberId: string, hashes: { readonly from: string; readonly to: string }): Promise<void>
  /** The owner with the `preferred` address, else the latest one that has signed in; null if there is none yet. */
  owner(preferred: string): Promise<Member | null>
  /**
   * Retires all other owners but those `named` by address (lower case): they cannot sign in, their sessions, devices, links and tokens end, and the audit records it.
   * Returns their addresses.
   */
  retireOwners(kept: Member, at: number, named: readonly string[]): Promise<readonly string[]>
  /** Active members whose role manages members, by name. */
  grantors(): Promise<readonly { readonly name: string; readonly email: string }[]>
  /** Whether any member can sign in with a passphrase. */
  anyPassphrase(): Promise<boolean>
  /** Ends every existing sign-in link. Invitations stay. */
  endLinks(): Promise<void>
  /** Creates or updates this owner with this password (null: link only). A changed password ends the member's sessions, links and tokens. */
  keepOwner(owner: { email: string; name: string; passwordHash: string | null }, at: number): Promise<Member>
  /** The language of the member's pages and reports. */
  setLanguage(memberId: string, language: Language): Promise<void>
  /** How the member sees the table of users; null: not chosen. */
  usersTable(memberId: string): Promise<UsersTable | null>
  setUsersTable(memberId: string, table: UsersTable): Promise<void>
  addLink(link: { id: string; memberId: string; expiresAt: number }): Promise<void>
  /** Uses a link: once, or again in the browser that used it. Null if it is unknown, expired or used elsewhere. */
  takeLink(id: string, use: { readonly now: number; readonly deviceId: string }): Promise<Member | null>
}

/** Invitations as their holder uses them, by the SHA-256 of the link's token. */
export interface InvitationStore {
  /** The invited member; null if the link is unknown, used or expired, or its member is disabled. */
  find(linkId: string, now: number): Promise<{ email: string; name: string; expiresAt: number } | null>
  /** Consumes an invitation: sets the passphrase and ends earlier sessions, devices, links and tokens. Null as `find`. */
  accept(
    linkId: string,
    request: { readonly passwordHash: string; readonly at: number; readonly address: string },
  ): Promise<Member | null>
}

/** Browsers that signed a member in before. Ids are the SHA-256 of their cookie. */
export interface DeviceStore {
  /** Lower-case addresses of the members that signed in on a device after this moment. */
  accountsOf(id: string, usedAfter: number): Promise<readonly string[]>
  /** Records a sign-in on the device; a member keeps the ten used last. */
  remember(device: { readonly id: string; readonly memberId: string; readonly at: number }): Promise<void>
}

/** Protects accounts against guessing, across all replicas. */
export interface GuessLedger {
  /** Reserves one attempt, counted as wrong until `clear`. Returns the milliseconds to wait if none is allowed now. */
  reserve(id: string, now: number): Promise<number | null>
  clear(id: string): Promise<void>
}

/** Facts about this installation in every session response. */
export interface AccountIdentity {
  readonly environment: Environment
  readonly accountName: string
  signInMethods(): Promise<Session['signInMethods']>
  /** Name of the identity provider; null: none is configured. */
  readonly identityProvider: string | null
}
