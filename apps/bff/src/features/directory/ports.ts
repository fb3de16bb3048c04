import type { RouteOutput } from '@muster/contracts/route'
import type { Directory, listUnreadable } from '@muster/contracts/users'
import type { Bot, Group, Role } from '@muster/core/account/access'
import type { UserReading } from '@muster/core/account/user-reading'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { Message, Sentence } from '@muster/core/text/message'

/** An unreadable record of Kore.ai, or an unreadable part. All text comes from Kore.ai: untrusted, bounded, redacted. */
export interface UnreadableRecord {
  readonly list: PassStep
  /** Kore.ai's user ID, if the record has one: that user's known data stays in the directory. */
  readonly id: string | null
  /** A name of Kore.ai, or a message for a record without one. */
  readonly label: Sentence
  readonly reason: Message
  readonly excerpt: string | null
  /** True if the whole record was skipped, false if the rest of it was read. */
  readonly isOmitted: boolean
}

/** One page of a list at Kore.ai. `next` is the argument for the following page; null on the last. */
export type PageResult<T> =
  | {
      readonly kind: 'page'
      readonly items: readonly T[]
      readonly unreadable: readonly UnreadableRecord[]
      readonly total: number | null
      readonly next: string | null
      /** For users: why the details of all of them are missing. The items hold the listed data. */
      readonly detailsFailure?: Message | null
    }
  /** Kore.ai refused the credential for this read; `diagnosis` gives the likely reason and the fix. */
  | {
      readonly kind: 'forbidden'
      readonly scope: string
      readonly diagnosis: Message
      readonly koreResponse: string | null
    }
  | ReadFailure

export interface ReadFailure {
  readonly kind: 'failed'
  readonly cause: CauseCode
  readonly koreResponse: string | null
  readonly retryAfterMs: number | null
  /** Kore.ai received the call and responded, so other lists may be readable. */
  readonly hasResponse: boolean
  /** What happened and how to fix it, if Muster knows. */
  readonly diagnosis: Message | null
  /** Waiting does not help: the host, the proxy or a certificate must change. */
  readonly isPersistent: boolean
}

/** Reads for the directory; all calls in the background lane. The reader removes duplicate ids. */
export interface AccountReader {
  /** `alluserroles` joined with `usersInfo` for names and status. */
  users(cursor: string | null, signal: AbortSignal): Promise<PageResult<UserReading>>
  groups(cursor: string | null, signal: AbortSignal): Promise<PageResult<Group>>
  roles(cursor: string | null, signal: AbortSignal): Promise<PageResult<Role>>
  bots(cursor: string | null, signal: AbortSignal): Promise<PageResult<Bot>>
  /** Which of these known users still exist at Kore.ai, although the list of users omits them. */
  unlisted(users: readonly ListedUser[], signal: AbortSignal): Promise<Unlisted>
}

/** A user of the directory, identified as in the list of users. */
export interface ListedUser {
  readonly id: string
  readonly email: string
}

/** `forbidden`: the app may not read single users. `present`: ids of users who are not proved to be gone. */
export type Unlisted =
  | { readonly kind: 'checked'; readonly present: readonly string[] }
  | { readonly kind: 'forbidden' | 'failed' }

/** The steps of a pass in order: names first, because the user list displays them. */
export const passSteps = ['groups', 'roles', 'bots', 'users'] as const
export type PassStep = (typeof passSteps)[number]

/** The position of a pass over the account. Stored after each page, so a restart resumes from there. */
export interface Pass {
  readonly step: PassStep
  readonly cursor: string | null
  readonly done: number
  readonly total: number | null
}

/** Stores the directory. Times are milliseconds since 1970. */
export interface DirectoryStore {
  state(): Promise<Directory>
  /** The unfinished pass, or null. */
  pass(): Promise<Pass | null>
  /** Begins a new pass: whatever it does not see is swept at its end. */
  beginPass(at: number): Promise<Pass>
  savePass(pass: Pass): Promise<void>
  saveGroups(groups: readonly Group[]): Promise<void>
  saveRoles(roles: readonly Role[]): Promise<void>
  saveBots(bots: readonly Bot[]): Promise<void>
  upsertUsers(users: readonly UserReading[], readAt: number): Promise<void>
  /** Stores unreadable records. Users among them count as seen by the pass: their known data stays. */
  saveUnreadable(records: readonly UnreadableRecord[]): Promise<void>
  /** Whether a look-up list could be read. An unknown list loses what older passes saw. */
  saveKnown(step: Exclude<PassStep, 'users'>, reason: Message | null): Promise<void>
  /** Reading a look-up list failed: what older passes saw of it stays. */
  saveListFailure(step: Exclude<PassStep, 'users'>, reason: Message): Promise<void>
  /** Distinct users the pass has seen so far. */
  seenUsers(): Promise<number>
  /** Users of the directory that the pass has not seen. */
  unlistedUsers(): Promise<readonly ListedUser[]>
  /** Counts users as seen by the pass, unless it saw another user with the same address. */
  keepUsers(ids: readonly string[]): Promise<void>
  /** What the latest pass could not read: the first records, and their total. */
  unreadable(): Promise<RouteOutput<typeof listUnreadable>>
  /** Users of this pass whose whole record was skipped. */
  omittedUsers(): Promise<number>
  /** Ends the pass. With `sweep`, removes the users it did not see. */
  finishPass(end: {
    readonly source: 'kore' | 'csv'
    readonly at: number
    readonly sweep: boolean
    readonly reason: Message | null
  }): Promise<void>
  /** The pass stopped; a later one resumes at its cursor (`failed`) or starts over (`forbidden`). */
  stopPass(state: 'forbidden' | 'failed', reason: Message): Promise<void>
}
