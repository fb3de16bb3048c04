import type { UserEntry } from '@muster/contracts/users'
import type { User } from '@muster/core/account/user'
import { comparableAddress } from '@muster/core/identifier/address'
import type { Selectable } from 'kysely'
import { storableText } from '../database/storable-json.ts'
import type { Tables } from '../database/tables.ts'
import { nameKeyOf, userSearchText } from './search-text.ts'
import { tagKeysOf } from './user-tags.ts'

export type UserRow = Selectable<Tables['users']>
/** The columns of a user's identity and access. */
export type UserFacts = Pick<
  UserRow,
  | 'id'
  | 'email'
  | 'first_name'
  | 'last_name'
  | 'org_user_id'
  | 'status'
  | 'groups'
  | 'roles'
  | 'can_create_bot'
  | 'is_developer'
  | 'unread'
  | 'last_login_at'
>

/** Normalizes an address for comparison and sorting: without case, composition and spelling of its domain. */
export function emailKeyOf(email: string): string {
  return comparableAddress(storableText(email))
}

export function userOf(row: UserFacts): User {
  return {
    id: row.id,
    email: row.email,
    firstName: row.first_name,
    lastName: row.last_name,
    orgUserId: row.org_user_id,
    status: row.status,
    groups: row.groups,
    roles: row.roles,
    canCreateBot: row.can_create_bot,
    isDeveloper: row.is_developer,
    ...(row.last_login_at === null ? {} : { lastLoginAt: row.last_login_at.toISOString() }),
    ...(row.unread.length === 0 ? {} : { unread: row.unread }),
  }
}

export function userEntryOf(row: UserRow): UserEntry {
  const { roles, groups, ...user } = userOf(row)
  return {
    ...user,
    groups: [...groups],
    roles: roles.map((held) => ({ ...held, viaGroups: [...held.viaGroups] })),
    readAt: row.read_at?.toISOString() ?? null,
  }
}

/** A user as stored: without characters that PostgreSQL refuses. */
export function storableUser(user: User): User {
  return {
    id: storableText(user.id),
    email: storableText(user.email),
    firstName: storableText(user.firstName),
    lastName: storableText(user.lastName),
    orgUserId: user.orgUserId === null ? null : storableText(user.orgUserId),
    status: user.status,
    groups: user.groups.map(storableText),
    roles: user.roles.map((held) => ({
      roleId: storableText(held.roleId),
      botId: held.botId === null ? null : storableText(held.botId),
      viaGroups: held.viaGroups.map(storableText),
    })),
    canCreateBot: user.canCreateBot,
    isDeveloper: user.isDeveloper,
    ...(user.lastLoginAt === undefined ? {} : { lastLoginAt: user.lastLoginAt }),
    ...(user.unread === undefined ? {} : { unread: user.unread }),
  }
}

/** The columns of a user, by name, for `jsonb_to_recordset`. */
export function columnsOf(user: User, tags: ReadonlyMap<string, number>) {
  return {
    id: user.id,
    email: user.email,
    email_key: emailKeyOf(user.email),
    first_name: user.firstName,
    last_name: user.lastName,
    first_key: nameKeyOf(user.firstName),
    last_key: nameKeyOf(user.lastName),
    org_user_id: user.orgUserId,
    status: user.status,
    groups: user.groups,
    roles: user.roles,
    can_create_bot: user.canCreateBot,
    is_developer: user.isDeveloper,
    unread: user.unread ?? [],
    last_login_at: user.lastLoginAt ?? null,
    is_admin: user.roles.some((held) => held.botId === null),
    search: userSearchText(user),
    tags: tagKeysOf(user).flatMap((key) => tags.get(key) ?? []),
  }
}
