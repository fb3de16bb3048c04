import { randomBytes } from 'node:crypto'
import type { Access, Identifier, User } from '@muster/core/account/user'
import type { UserMatch } from '@muster/core/plan/plan-item'
import { type RawBuilder, sql } from 'kysely'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { asciiLower } from './search-text.ts'
import { emailKeyOf } from './user-row.ts'

/** Most values in one statement. */
const chunkSize = 1000

type Kind = 'email' | 'orgUserId' | 'userId'

const trimmed = (value: string) => storableText(value).trim()
const keyOf = { email: emailKeyOf, orgUserId: trimmed, userId: trimmed } as const

/** One match per identifier, in input order. Kinds never mix: an email address never finds an organization id. */
export async function matchIdentifiers(db: Db, identifiers: readonly Identifier[]): Promise<readonly UserMatch[]> {
  const found = {
    email: await usersBy(db, 'email', identifiers),
    orgUserId: await usersBy(db, 'orgUserId', identifiers),
    userId: await usersBy(db, 'userId', identifiers),
  }
  return identifiers.map((identifier) => {
    // A channel's user id has no relation to the account's users.
    if (identifier.by === 'channelUserId') return { kind: 'none' }
    return matchOf(found[identifier.by].get(keyOf[identifier.by](identifier.value)) ?? [])
  })
}

function matchOf(users: readonly User[]): UserMatch {
  const [user, ...others] = users
  if (user === undefined) return { kind: 'none' }
  return others.length > 0 ? { kind: 'ambiguous', count: users.length } : { kind: 'user', user }
}

async function usersBy(db: Db, by: Kind, identifiers: readonly Identifier[]): Promise<Map<string, User[]>> {
  const keys = [...new Set(identifiers.filter((one) => one.by === by).map((one) => keyOf[by](one.value)))].filter(
    Boolean,
  )
  const byKey = new Map<string, User[]>()
  for (let start = 0; start < keys.length; start += chunkSize) {
    const chunk = keys.slice(start, start + chunkSize)
    for (const { key, user } of await readUsers(db, by, chunk)) {
      const others = byKey.get(key)
      if (others === undefined) byKey.set(key, [user])
      else others.push(user)
    }
  }
  return byKey
}

/** What the directory knows of a user besides the identity, as one JSON text. */
type Standing = readonly [Access['groups'], Access['roles'], User['status'], boolean, boolean]

/** Compares the indexed expression of a kind with one key. */
const conditions = {
  email: sql`email_key = requested.key`,
  orgUserId: sql`lower(org_user_id collate "C") = requested.lower and org_user_id = requested.key`,
  userId: sql`id = requested.key`,
} as const

/**
 * Users with these keys, key by key from the index: without statistics, as after a first sync, the database would scan
 * the whole table for a list of keys. `select` may use the columns of `users`.
 */
export function usersWithKeys(by: Kind, keys: readonly string[], select: RawBuilder<unknown>): RawBuilder<unknown> {
  const lower = by === 'orgUserId' ? keys.map(asciiLower) : keys
  return sql`unnest(${keys}::text[], ${lower}::text[]) as requested (key, lower)
    cross join lateral (select ${select} from users where ${conditions[by]} offset 0) as found`
}

/**
 * Reads users as one text of separated fields: JSON of so many columns costs the embedded store three times as much. The
 * separators are random in each statement: nothing stored can contain them.
 */
async function readUsers(db: Db, by: Kind, keys: readonly string[]) {
  const random = randomBytes(6).toString('base64url')
  const [separator, end] = [`\x1F${random}`, `\x1E${random}`]
  const fields = sql`concat_ws(${separator}::text, requested.key, id, email, first_name, last_name,
    coalesce('=' || org_user_id, ''), json_build_array(groups, roles, status, can_create_bot, is_developer)) as line`
  const { rows } = await sql<{ found: string | null }>`
    select string_agg(found.line, ${end}::text) as found from ${usersWithKeys(by, keys, fields)}`.execute(db)
  const standings = new Map<string, Standing>()
  return (rows[0]?.found?.split(end) ?? []).map((line) => {
    const [key = '', id = '', email = '', firstName = '', lastName = '', orgUserId = '', text = ''] =
      line.split(separator)
    // Many users have the same access: parsed once, it is also planned once.
    const standing: Standing = standings.get(text) ?? JSON.parse(text)
    standings.set(text, standing)
    const [groups, roles, status, canCreateBot, isDeveloper] = standing
    const user: User = {
      id,
      email,
      firstName,
      lastName,
      orgUserId: orgUserId === '' ? null : orgUserId.slice(1),
      status,
      groups,
      roles,
      canCreateBot,
      isDeveloper,
    }
    return { key, user }
  })
}
