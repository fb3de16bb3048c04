import type { AuditEntry } from '@muster/contracts/audit'
import type { Directory, UserEntry, UserFilter } from '@muster/contracts/users'
import type { Lookups } from '@muster/core/account/access'
import type { Identifier, User } from '@muster/core/account/user'
import type { UserReading } from '@muster/core/account/user-reading'
import type { UserMatch } from '@muster/core/plan/plan-item'
import type { AdminPolicy } from '@muster/core/policy/floors'

/** Where a page starts: after this user, in the order asked. */
export interface UserPosition {
  readonly emailKey: string
  readonly id: string
}

export interface UserSearch {
  readonly filter: UserFilter
  readonly sort: 'email' | '-email'
  readonly after: UserPosition | null
  readonly limit: number
}

export interface UserPage {
  readonly items: readonly UserEntry[]
  /** Null on the last page. */
  readonly next: UserPosition | null
  readonly count: { readonly value: number; readonly capped: boolean }
}

/** Finding people. */
export interface UserFinder {
  search(search: UserSearch): Promise<UserPage>
  /** The users of these ids that the directory has, and the ids of those that match the filter. */
  lookUp(
    ids: readonly string[],
    filter: UserFilter,
  ): Promise<{ readonly users: readonly UserEntry[]; readonly matching: readonly string[] }>
  /** Null for a user the directory does not have. */
  find(id: string): Promise<UserEntry | null>
}

/** What was done to a user, newest first. */
export interface UserHistory {
  of(userId: string): Promise<readonly AuditEntry[]>
}

/** What other nouns ask of the directory; they declare the parts they need with these names. */
export interface UserDirectory extends UserFinder {
  /** One match an identifier, in the order asked. E-mail addresses without regard to case; ids exactly. */
  byIdentifiers(identifiers: readonly Identifier[]): Promise<readonly UserMatch[]>
  /** The users of a frozen selection that are still in the account, in e-mail order of the freeze. */
  streamSelection(selectionId: string, batchSize: number): AsyncIterable<readonly User[]>
  lookups(): Promise<Lookups>
  /**
   * Keeps users as read at `readAt` (milliseconds since 1970). What a reading does not carry keeps its known value. An older reading never replaces a newer one, nor does
   * it bring back a user marked gone after it.
   */
  upsertUsers(users: readonly UserReading[], readAt: number): Promise<void>
  /** Takes users out that are no longer in the account as of `at`. */
  markGone(ids: readonly string[], at: number): Promise<void>
  state(): Promise<Directory>
  /** How many people hold each admin role. */
  adminPolicy(): Promise<AdminPolicy>
  /** Some users who hold one of these admin roles. */
  adminHolders(roleIds: readonly string[], limit: number): Promise<readonly Pick<User, 'id' | 'email'>[]>
  /** Users in the directory, exactly. */
  total(): Promise<number>
}
