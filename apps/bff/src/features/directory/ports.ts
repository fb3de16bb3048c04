import type { RouteOutput } from '@muster/contracts/route'
import type { Directory, listUnreadable } from '@muster/contracts/users'
import type { Bot, Group, Role } from '@muster/core/account/access'
import type { UserReading } from '@muster/core/account/user-reading'
import type { CauseCode } from '@muster/core/outcome/cause'

/** A record of Kore.ai, or a part of one, that could not be read. All text comes from Kore.ai: hostile, bounded, redacted. */
export interface UnreadableRecord {
  readonly list: PassStep
  /** Kore.ai's user ID where the record has one: what is known of that user stays in the directory. */
  readonly id: string | null
  readonly label: string
  readonly reason: string
  readonly excerpt: string | null
  /** The whole record was left out. False: the rest of it was read. */
  readonly isOmitted: boolean
}

/** One page of a list at Kore.ai. `next` is what to pass to get the following page; null on the last. */
export type PageResult<T> =
  | {
      readonly kind: 'page'
      readonly items: readonly T[]
      readonly unreadable: readonly UnreadableRecord[]
      readonly total: number | null
      readonly next: string | null
      /** Of users: why the details of all of them are missing. The items hold what the list says. */
      readonly detailsFailure?: string | null
    }
  /** Kore.ai refused the credential for this read; `diagnosis` says why, as far as it can be told, and what to do. */
  | {
      readonly kind: 'forbidden'
      readonly scope: string
      readonly diagnosis: string
      readonly koreAnswer: string | null
    }
  | ReadFailure

export interface ReadFailure {
  readonly kind: 'failed'
  readonly cause: CauseCode
  readonly koreAnswer: string | null
  readonly retryAfterMs: number | null
  /** Kore.ai got the call and answered, so other lists may be readable. */
  readonly isAnswered: boolean
  /** What happened and what to do, where Muster can tell. */
  readonly diagnosis: string | null
  /** Waiting does not help: the host, the proxy or a certificate must change. */
  readonly isPersistent: boolean
}

/** What the directory needs of Kore.ai; all calls in the background lane. De-duplication by id is the reader's. */
export interface AccountReader {
  /** `alluserroles` joined with `usersInfo` for names and status. */
  users(cursor: string | null, signal: AbortSignal): Promise<PageResult<UserReading>>
  groups(cursor: string | null, signal: AbortSignal): Promise<PageResult<Group>>
  roles(cursor: string | null, signal: AbortSignal): Promise<PageResult<Role>>
  bots(cursor: string | null, signal: AbortSignal): Promise<PageResult<Bot>>
  /** Which of these known users Kore.ai still has, though the list of users left them out. */
  unlisted(users: readonly ListedUser[], signal: AbortSignal): Promise<Unlisted>
}

/** A user of the directory, as the list of users names them. */
export interface ListedUser {
  readonly id: string
  readonly email: string
}

/** `forbidden`: the app may not read single users. `present`: ids of users who are not shown to be gone. */
export type Unlisted =
  | { readonly kind: 'checked'; readonly present: readonly string[] }
  | { readonly kind: 'forbidden' | 'failed' }

/** What a pass reads, in this order: names first, so that people are shown with them. */
export const passSteps = ['groups', 'roles', 'bots', 'users'] as const
export type PassStep = (typeof passSteps)[number]

/** Where a pass over the account stands. Kept after each page, so that a restart goes on from there. */
export interface Pass {
  readonly step: PassStep
  readonly cursor: string | null
  readonly done: number
  readonly total: number | null
}

/** Keeps the directory. Times are milliseconds since 1970. */
export interface DirectoryStore {
  state(): Promise<Directory>
  /** The pass that was begun and not finished, or null. */
  pass(): Promise<Pass | null>
  /** Begins a new pass: what it does not see is swept at its end. */
  beginPass(at: number): Promise<Pass>
  savePass(pass: Pass): Promise<void>
  saveGroups(groups: readonly Group[]): Promise<void>
  saveRoles(roles: readonly Role[]): Promise<void>
  saveBots(bots: readonly Bot[]): Promise<void>
  upsertUsers(users: readonly UserReading[], readAt: number): Promise<void>
  /** Keeps what could not be read. Users among them count as seen by the pass: what is known of them stays. */
  saveUnreadable(records: readonly UnreadableRecord[]): Promise<void>
  /** Whether a look-up list could be read. Unknown lists are emptied of what older passes saw. */
  saveKnown(step: Exclude<PassStep, 'users'>, reason: string | null): Promise<void>
  /** Reading a look-up list failed: what older passes saw of it stays. */
  saveListFailure(step: Exclude<PassStep, 'users'>, reason: string): Promise<void>
  /** Users the pass has seen so far, each once. */
  seenUsers(): Promise<number>
  /** Users of the directory that the pass has not seen. */
  unlistedUsers(): Promise<readonly ListedUser[]>
  /** Counts users as seen by the pass, except where it saw another user of the same address. */
  keepUsers(ids: readonly string[]): Promise<void>
  /** What the latest pass could not read: the first records, and how many there are. */
  unreadable(): Promise<RouteOutput<typeof listUnreadable>>
  /** Users of this pass whose whole record was left out. */
  omittedUsers(): Promise<number>
  /** Ends the pass. With `sweep`, users it did not see are taken out. */
  finishPass(end: {
    readonly source: 'kore' | 'csv'
    readonly at: number
    readonly sweep: boolean
    readonly reason: string | null
  }): Promise<void>
  /** The pass stopped; a later one goes on at its cursor (`failed`) or from the start (`forbidden`). */
  stopPass(state: 'forbidden' | 'failed', reason: string): Promise<void>
}
