import type { Environment } from '@muster/core/environment'
import type { Language } from '@muster/core/language'
import type { MemberRole } from '@muster/core/permission'

export interface Member {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: MemberRole
  /** Null: the member has not chosen one. */
  readonly language: Language | null
}

/** A session as stored: `id` is the SHA-256 of the bearer. Times in milliseconds since 1970. */
export interface StoredSession {
  readonly id: string
  readonly createdAt: number
  readonly usedAt: number
  readonly member: Member
}

/** A session as its owner sees it; `ref` names it without telling anything of the bearer. */
export interface ListedSession {
  readonly id: string
  readonly ref: string
  readonly agent: string
  readonly createdAt: number
  readonly usedAt: number
}

export interface NewSession {
  readonly id: string
  readonly ref: string
  /** What it is begun with, in words of our own. */
  readonly agent: string
  readonly memberId: string
  readonly at: number
}

export interface SessionStore {
  /** Adds a session and ends the member's oldest beyond `limit`, in one transaction. */
  add(session: NewSession, limit: number): Promise<void>
  /** Null when there is none or its member was disabled. */
  find(id: string): Promise<StoredSession | null>
  markUsed(id: string, at: number): Promise<void>
  remove(id: string): Promise<void>
  /** A member's sessions, the latest used first. */
  ofMember(memberId: string): Promise<readonly ListedSession[]>
  /** Ends the member's session of this `ref`, or all but one (by its `id`). Answers how many. */
  end(memberId: string, which: { readonly ref: string } | { readonly allBut: string }): Promise<number>
  /** Forgets sessions, links and guesses that can no longer count. */
  purge(before: { used: number; created: number; device: number; now: number }): Promise<void>
}

export interface MemberStore {
  /** The one with this address, however it is cased. */
  byEmail(email: string): Promise<(Member & { readonly passwordHash: string | null }) | null>
  /** The owner of this installation, the latest where there are several; null before there is one. */
  owner(): Promise<Member | null>
  /**
   * Retires every owner but this one: they cannot sign in any more, their sessions, devices and links end, and the audit
   * says so. Returns their addresses.
   */
  retireOwners(kept: Member, at: number): Promise<readonly string[]>
  /** Ends every link made so far. */
  endLinks(): Promise<void>
  /** Makes sure this person exists as an owner with this password (null: link only). A changed password ends the person's sessions. */
  keepOwner(owner: { email: string; name: string; passwordHash: string | null }, at: number): Promise<Member>
  /** The language of the member's pages and reports. */
  setLanguage(memberId: string, language: Language): Promise<void>
  addLink(link: { id: string; memberId: string; expiresAt: number }): Promise<void>
  /** Uses a link up. Null when it does not exist, was used or is over. */
  takeLink(id: string, now: number): Promise<Member | null>
}

/** Browsers that signed a member in before. Ids are the SHA-256 of their cookie. */
export interface DeviceStore {
  /** Addresses, in lower case, of the members a device signed in after this moment. */
  accountsOf(id: string, usedAfter: number): Promise<readonly string[]>
  /** Notes a sign-in from the device; a member keeps the ten used last. */
  remember(device: { readonly id: string; readonly memberId: string; readonly at: number }): Promise<void>
}

/** Guards accounts against guessing, over all replicas. */
export interface GuessLedger {
  /** Reserves one guess, counted as wrong until `clear`. Answers the milliseconds to wait when none is allowed now. */
  reserve(id: string, now: number): Promise<number | null>
  clear(id: string): Promise<void>
}

/** What every answer about the session says of the desk. */
export interface AccountIdentity {
  readonly environment: Environment
  readonly accountName: string
  readonly signInMethods: readonly ('link' | 'password')[]
}
