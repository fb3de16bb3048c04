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

const lookups = {
  email: { column: 'email_key', keyOf: emailKeyOf },
  orgUserId: { column: 'org_user_id', keyOf: (value: string) => storableText(value).trim() },
  userId: { column: 'id', keyOf: (value: string) => storableText(value).trim() },
} as const

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
    return matchOf(found[identifier.by].get(lookups[identifier.by].keyOf(identifier.value)) ?? [])
  })
}

function matchOf(users: readonly User[]): UserMatch {
  const [user, ...others] = users
  if (user === undefined) return { kind: 'none' }
  return others.length > 0 ? { kind: 'ambiguous', count: users.length } : { kind: 'user', user }
}

async function usersBy(db: Db, by: Kind, identifiers: readonly Identifier[]): Promise<Map<string, User[]>> {
  const { column, keyOf } = lookups[by]
  const keys = [...new Set(identifiers.filter((one) => one.by === by).map((one) => keyOf(one.value)))].filter(Boolean)
  const byKey = new Map<string, User[]>()
  for (let start = 0; start < keys.length; start += chunkSize) {
    const chunk = keys.slice(start, start + chunkSize)
    const indexed =
      by === 'orgUserId' ? sql`lower(org_user_id collate "C") = any(${chunk.map(asciiLower)}::text[]) and` : sql``
    const where = sql`${indexed} ${sql.ref(column)} = any(${chunk}::text[])`
    for (const { key, user } of await readUsers(db, column, where)) {
      const others = byKey.get(key)
      if (others === undefined) byKey.set(key, [user])
      else others.push(user)
    }
  }
  return byKey
}

/** What the directory knows of a user besides the identity, as one JSON text. */
type Standing = readonly [Access['groups'], Access['roles'], User['status'], boolean, boolean]

/**
 * Reads users as one text of separated fields: JSON of so many columns costs the embedded store three times as much. The
 * separators are random in each statement: nothing stored can contain them.
 */
async function readUsers(db: Db, column: string, where: RawBuilder<unknown>) {
  const random = randomBytes(6).toString('base64url')
  const [separator, end] = [`\x1F${random}`, `\x1E${random}`]
  const { rows } = await sql<{ found: string | null }>`
    select string_agg(concat_ws(${separator}::text, ${sql.ref(column)}, id, email, first_name, last_name,
      coalesce('=' || org_user_id, ''), json_build_array(groups, roles, status, can_create_bot, is_developer)),
      ${end}::text) as found
    from users where ${where}`.execute(db)
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
