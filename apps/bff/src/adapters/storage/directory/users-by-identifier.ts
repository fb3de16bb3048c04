import type { Identifier } from '@muster/core/account/user'
import type { UserMatch } from '@muster/core/plan/plan-item'
import { sql } from 'kysely'
import { readRowsAsJson } from '../database/read-rows-as-json.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { asciiLower } from './search-text.ts'
import { emailKeyOf, type UserFacts, userOf } from './user-row.ts'

/** Most values in one statement. */
const chunkSize = 1000

type Kind = 'email' | 'orgUserId' | 'userId'
type FoundUser = UserFacts & { readonly key: string }

const lookups = {
  email: { column: 'email_key', keyOf: emailKeyOf },
  orgUserId: { column: 'org_user_id', keyOf: (value: string) => storableText(value).trim() },
  userId: { column: 'id', keyOf: (value: string) => storableText(value).trim() },
} as const

/** One match per identifier, in input order. Kinds never mix: an email address never finds an organization id. */
export async function matchIdentifiers(db: Db, identifiers: readonly Identifier[]): Promise<readonly UserMatch[]> {
  const found = {
    email: await rowsBy(db, 'email', identifiers),
    orgUserId: await rowsBy(db, 'orgUserId', identifiers),
    userId: await rowsBy(db, 'userId', identifiers),
  }
  return identifiers.map((identifier) => {
    // A channel's user id has no relation to the account's users.
    if (identifier.by === 'channelUserId') return { kind: 'none' }
    return matchOf(found[identifier.by].get(lookups[identifier.by].keyOf(identifier.value)) ?? [])
  })
}

function matchOf(rows: readonly UserFacts[]): UserMatch {
  const [row, ...others] = rows
  if (row === undefined) return { kind: 'none' }
  return others.length > 0 ? { kind: 'ambiguous', count: rows.length } : { kind: 'user', user: userOf(row) }
}

async function rowsBy(db: Db, by: Kind, identifiers: readonly Identifier[]): Promise<Map<string, FoundUser[]>> {
  const { column, keyOf } = lookups[by]
  const keys = [...new Set(identifiers.filter((one) => one.by === by).map((one) => keyOf(one.value)))].filter(Boolean)
  const byKey = new Map<string, FoundUser[]>()
  for (let start = 0; start < keys.length; start += chunkSize) {
    const chunk = keys.slice(start, start + chunkSize)
    const indexed =
      by === 'orgUserId' ? sql`lower(org_user_id collate "C") = any(${chunk.map(asciiLower)}::text[]) and` : sql``
    const rows = await readRowsAsJson(
      db,
      sql<FoundUser>`select ${sql.ref(column)} as key, id, email, first_name, last_name, org_user_id, status, groups, roles,
        can_create_bot, is_developer from users where ${indexed} ${sql.ref(column)} = any(${chunk}::text[])`,
    )
    for (const row of rows) {
      byKey.set(row.key, [...(byKey.get(row.key) ?? []), row])
    }
  }
  return byKey
}
