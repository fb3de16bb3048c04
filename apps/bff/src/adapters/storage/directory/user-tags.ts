import type { UserFilter } from '@muster/contracts/users'
import type { User } from '@muster/core/account/user'
import type { Db } from '../database/storage.ts'

export const flagTags = {
  developer: 'f:developer',
  not_developer: 'f:not_developer',
  bot_creator: 'f:bot_creator',
  not_bot_creator: 'f:not_bot_creator',
} as const

/** Key of a filterable fact. */
export const tagKey = {
  group: (id: string) => `g:${id}`,
  role: (id: string) => `r:${id}`,
  bot: (id: string) => `b:${id}`,
  roleOnBot: (roleId: string, botId: string) => `rb:${roleId} ${botId}`,
  status: (status: string) => `s:${status}`,
}

/** The role and the bot of a fact; null for other facts. IDs of roles are ObjectIds, without spaces. */
export function roleOnBotOf(key: string): { readonly roleId: string; readonly botId: string } | null {
  const [, roleId, botId] = /^rb:(\S+) (.+)$/su.exec(key) ?? []
  return roleId === undefined || botId === undefined ? null : { roleId, botId }
}

/** Every filterable fact of a user, each once. */
export function tagKeysOf(user: User): readonly string[] {
  const roles = user.roles.flatMap(({ roleId, botId }) =>
    botId === null ? [tagKey.role(roleId)] : [tagKey.role(roleId), tagKey.bot(botId), tagKey.roleOnBot(roleId, botId)],
  )
  const keys = [
    ...(user.unread?.includes('isDeveloper') ? [] : [flagTags[user.isDeveloper ? 'developer' : 'not_developer']]),
    ...(user.unread?.includes('canCreateBot') ? [] : [flagTags[user.canCreateBot ? 'bot_creator' : 'not_bot_creator']]),
    tagKey.status(user.status),
    ...user.groups.map(tagKey.group),
    ...roles,
  ]
  return [...new Set(keys)]
}

/** The facts a filter requires. A role and a bot together mean that role on that bot. */
export function tagKeysOfFilter(
  filter: Pick<UserFilter, 'group' | 'role' | 'bot' | 'flag' | 'status'>,
): readonly string[] {
  const { group, role, bot, flag, status } = filter
  const access =
    role !== undefined && bot !== undefined
      ? [tagKey.roleOnBot(role, bot)]
      : [...(role === undefined ? [] : [tagKey.role(role)]), ...(bot === undefined ? [] : [tagKey.bot(bot)])]
  return [
    ...(group === undefined ? [] : [tagKey.group(group)]),
    ...access,
    ...(flag === undefined ? [] : [flagTags[flag]]),
    ...(status === undefined ? [] : [tagKey.status(status)]),
  ]
}

/** The numbers of facts. Append-only, so cached numbers stay valid. */
export interface TagDictionary {
  /** Numbers of known keys; keys without users are absent. */
  find(keys: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Numbers of all keys; creates missing ones. Not for use inside a transaction that may roll back. */
  ensure(keys: readonly string[]): Promise<ReadonlyMap<string, number>>
}

export function createTagDictionary(db: Db): TagDictionary {
  const known = new Map<string, number>()

  async function find(keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const missing = keys.filter((key) => !known.has(key))
    if (missing.length > 0) {
      const rows = await db.selectFrom('user_tags').select(['id', 'key']).where('key', 'in', missing).execute()
      for (const { id, key } of rows) known.set(key, id)
    }
    return known
  }

  return {
    find,
    ensure: async (keys) => {
      await find(keys)
      const fresh = [...new Set(keys)].filter((key) => !known.has(key))
      if (fresh.length === 0) return known
      const values = fresh.map((key) => ({ key }))
      await db
        .insertInto('user_tags')
        .values(values)
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      return find(fresh)
    },
  }
}
