import type { AccessFact, RoleHeld, UserStatus } from '@muster/core/account/user'
import type { ColumnType, Generated } from 'kysely'

/** The directory's tables. `timestamptz` is a Date, `bigint` a number on both stores. */
export interface UsersTables {
  users: {
    id: string
    email: string
    /** Lower-cased: the order of lists and the key of lookups. */
    email_key: string
    first_name: string
    last_name: string
    /** The normalized name, for search and sorting; null if it is the name in lower case. */
    first_key: string | null
    last_key: string | null
    org_user_id: string | null
    status: UserStatus
    groups: string[]
    /** Written as JSON text. */
    roles: ColumnType<RoleHeld[], string, string>
    can_create_bot: boolean
    is_developer: boolean
    /** Parts of the access that no response has carried. */
    unread: AccessFact[]
    /** Null where Kore.ai has not reported a sign-in. */
    last_login_at: Date | null
    /** Holds any admin role (`botId` null). */
    is_admin: boolean
    search: string
    tags: number[]
    /** The pass over the account that last saw this user. */
    generation: number
    read_at: Date | null
    /** When a change was last sent without a read of its effect. */
    changed_at: Date | null
  }
  /** Removed users: an earlier reading must not restore them. */
  gone_users: { id: string; gone_at: Date }
  user_tags: { id: Generated<number>; key: string }
}
