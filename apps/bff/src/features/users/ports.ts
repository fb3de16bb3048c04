import type { AuditEntry } from '@muster/contracts/audit'
import type { Directory, UserEntry, UserFilter, UserSort } from '@muster/contracts/users'
import type { Lookups } from '@muster/core/account/access'
import type { Identifier, User } from '@muster/core/account/user'
import type { UserReading } from '@muster/core/account/user-reading'
import type { Scope } from '@muster/core/permission'
import type { UserMatch } from '@muster/core/plan/plan-item'
import type { AdminPolicy } from '@muster/core/policy/floors'

/** Where a page starts: after the user with these keys, in the requested order. */
export interface UserPosition {
  /** The kind of match, best first; 0 in every order but that by relevance. */
  readonly rank: number
  readonly keys: readonly string[]
}

export interface UserSearch {
  readonly filter: UserFilter
  readonly sort: UserSort
  readonly after: UserPosition | null
  readonly limit: number
}

export interface UserPage {
  readonly items: readonly UserEntry[]
  /** Null on the last page. */
  readonly next: UserPosition | null
  readonly count: { readonly value: number; readonly capped: boolean }
}

/** Searches users, within the limit of a member. */
export interface LimitedUsers {
  /** Null: all users. */
  within(scope: Scope | null): UserFinder
}

/** Searches users. */
export interface UserFinder {
  search(search: UserSearch): Promise<UserPage>
  /** How many users match, exactly. */
  count(filter: UserFilter): Promise<number>
  /** What the text of a search without a match may mean, among the users who match the rest of it; the nearest first. */
  similar(filter: UserFilter): Promise<readonly string[]>
  /** Null for a user missing from the directory. */
  find(id: string): Promise<UserEntry | null>
}

/** The history of a user, newest first. */
export interface UserHistory {
  of(userId: string): Promise<readonly AuditEntry[]>
}

/** Queries that other features need of the directory; they declare the parts they need with these names. */
export interface UserDirectory extends UserFinder, LimitedUsers {
  /** One match an identifier, in the requested order. Email addresses case-insensitive; ids exact. */
  byIdentifiers(identifiers: readonly Identifier[]): Promise<readonly UserMatch[]>
  /** The users of a frozen selection that are still in the account, in email order of the freeze. */
  streamSelection(selectionId: string, batchSize: number): AsyncIterable<readonly User[]>
  lookups(): Promise<Lookups>
  /**
   * Stores users as read at `readAt` (milliseconds since 1970). Values missing from a read keep their known state. An older read never replaces a newer one, nor does
   * it restore a user marked as gone after it.
   */
  upsertUsers(users: readonly UserReading[], readAt: number): Promise<void>
  /** Removes users who left the account as of `at`. */
  markGone(ids: readonly string[], at: number): Promise<void>
  /** Marks the access of users as changed at `at` and not read since. */
  markChanged(ids: readonly string[], at: number): Promise<void>
  state(): Promise<Directory>
  /** How many users hold each admin role. */
  adminPolicy(): Promise<AdminPolicy>
  /** Some users with an email or an organization ID who hold this admin role, without those of `except`. */
  adminHolders(
    roleId: string,
    page: { readonly except: readonly string[]; readonly limit: number },
  ): Promise<readonly Pick<User, 'id' | 'email' | 'orgUserId'>[]>
  /** Exact number of users in the directory. */
  total(): Promise<number>
}
