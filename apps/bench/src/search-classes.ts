import type { Storage } from '@muster/bff/adapters/storage/database/storage'
import type { UserSearch } from '@muster/bff/features/users/ports'

type UserFilter = UserSearch['filter']

/** Classes of search: one to ten characters, common to absent, email, ids, other scripts, filters alone and with a term. */
export const searchClasses: readonly UserFilter[] = [
  {},
  ...['a', 'q', 'an', 'zo', 'qz', 'com', 'zoe', 'xqz', 'examp', 'peter', 'zimme', 'xyzzy'].map((q) => ({ q })),
  ...[
    'example.co',
    'peter.smit',
    'quinn.nova',
    'absent.who',
    'anna.smith12@example',
    'ORG12',
    'ORG123456',
    'José',
    '李',
  ].map((q) => ({ q })),
  { group: 'e-all' },
  { group: 'e-rare' },
  { group: 'e-7' },
  { role: 'r-1', bot: 'st-2' },
  { flag: 'developer' },
  { group: 'e-all', flag: 'bot_creator', status: 'suspended' },
  { q: 'ann', group: 'e-rare' },
  { q: 'ann', group: 'e-all' },
  { q: 'peter', role: 'r-3', status: 'active' },
]

/** A console without an index: LIKE over the columns, an exact count, one page in order. */
export async function unindexedSearch(storage: Storage, filter: UserFilter): Promise<void> {
  const values: unknown[] = []
  const value = (given: unknown): string => `$${values.push(given)}`
  const like = value(`%${(filter.q ?? '').toLowerCase()}%`)
  const columns = ['email', 'first_name', 'last_name', 'org_user_id']
  const facts = [
    `(${columns.map((column) => `lower(${column}) like ${like}`).join(' or ')})`,
    ...(filter.group === undefined ? [] : [`${value(filter.group)} = any (groups)`]),
    ...(filter.status === undefined ? [] : [`status = ${value(filter.status)}`]),
    ...(filter.flag === undefined ? [] : [filter.flag === 'developer' ? 'is_developer' : 'can_create_bot']),
    ...(filter.role === undefined ? [] : [`roles @> ${value(JSON.stringify([{ roleId: filter.role }]))}::jsonb`]),
    ...(filter.bot === undefined ? [] : [`roles @> ${value(JSON.stringify([{ botId: filter.bot }]))}::jsonb`]),
  ]
  const where = facts.join(' and ')
  await storage.executeSql(`select count(*) from users where ${where}`, values)
  await storage.executeSql(`select * from users where ${where} order by email_key, id limit 51`, values)
}
