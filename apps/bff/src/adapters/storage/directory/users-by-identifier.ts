import { randomBytes } from 'node:crypto'
import type { Access, AccessFact, Identifier, User } from '@muster/core/account/user'
import type { UserMatch } from '@muster/core/plan/plan-item'
import { type RawBuilder, sql } from 'kysely'
import { pieceOf } from '../../../waiting-reader.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { emailKeyOf } from './user-row.ts'

/** Most values in one statement: on the embedded store a page waits for it. */
const mostValues = 1000

type Kind = 'email' | 'orgUserId' | 'userId'

const trimmed = (value: string) => storableText(value).trim()
const keyOf = { email: emailKeyOf, orgUserId: trimmed, userId: trimmed } as const

/** One match per identifier, in input order. Kinds never mix: an email address never finds an organization id. */
export async function matchIdentifiers(db: Db, identifiers: readonly Identifier[]): Promise<readonly UserMatch[]> {
  const queries = identifierQueries(identifiers)
  const texts: (string | null)[] = []
  for (const { select } of queries)
    texts.push((await sql<{ found: string | null }>`${select}`.execute(db)).rows[0]?.found ?? null)
  return matchesOf(identifiers, queries, texts)
}

/** The matches by what each query found. */
export function matchesOf(
  identifiers: readonly Identifier[],
  queries: readonly IdentifierQuery[],
  texts: readonly (string | null)[],
): readonly UserMatch[] {
  const found = {
    email: new Map<string, User[]>(),
    orgUserId: new Map<string, User[]>(),
    userId: new Map<string, User[]>(),
  }
  for (const [n, { by, read }] of queries.entries()) {
    for (const { key, user } of read(texts[n] ?? null)) {
      const others = found[by].get(key)
      if (others === undefined) found[by].set(key, [user])
      else others.push(user)
    }
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

/** Selects users as one text, `found`, which `read` splits. */
interface IdentifierQuery {
  readonly by: Kind
  readonly select: RawBuilder<unknown>
  readonly read: (found: string | null) => readonly { readonly key: string; readonly user: User }[]
}

/** One query for each kind of identifier and each thousand values. */
export function identifierQueries(identifiers: readonly Identifier[]): readonly IdentifierQuery[] {
  return (['email', 'orgUserId', 'userId'] as const).flatMap((by) => {
    const values = identifiers.filter((one) => one.by === by).map((one) => keyOf[by](one.value))
    const keys = [...new Set(values)].filter(Boolean)
    const chunkSize = pieceOf(mostValues)
    const chunks = Array.from({ length: Math.ceil(keys.length / chunkSize) }, (_, n) =>
      keys.slice(n * chunkSize, (n + 1) * chunkSize),
    )
    return chunks.map((chunk) => ({ by, ...usersText(by, chunk) }))
  })
}

/** What the directory knows of a user besides the identity, as one JSON text. */
type Standing = readonly [Access['groups'], Access['roles'], User['status'], boolean, boolean, readonly AccessFact[]]

/** Compares the indexed expression of a kind with one key. */
const conditions = {
  email: sql`email_key = requested.key`,
  // As `asciiLower` does: the collation changes no other letters.
  orgUserId: sql`lower(org_user_id collate "C") = lower(requested.key collate "C") and org_user_id = requested.key`,
  userId: sql`id = requested.key`,
} as const

/**
 * Users with these keys, key by key from the index: without statistics, as after a first sync, the database would scan
 * the whole table for a list of keys. `select` may use the columns of `users`.
 */
export function usersWithKeys(
  by: Kind,
  keys: readonly string[],
  select: RawBuilder<unknown>,
  where: RawBuilder<boolean> = sql`true`,
): RawBuilder<unknown> {
  return sql`unnest(${keys}::text[]) as requested (key)
    cross join lateral (select ${select} from users where ${conditions[by]} and ${where} offset 0) as found`
}

/**
 * Reads users as one text of separated fields: JSON of so many columns costs the embedded store three times as much. The
 * separators are random in each statement: nothing stored can contain them.
 */
function usersText(by: Kind, keys: readonly string[]): Omit<IdentifierQuery, 'by'> {
  const random = randomBytes(6).toString('base64url')
  const [separator, end] = [`\x1F${random}`, `\x1E${random}`]
  const fields = sql`concat_ws(${separator}::text, requested.key, id, email, first_name, last_name,
    coalesce('=' || org_user_id, ''), json_build_array(groups, roles, status, can_create_bot, is_developer, unread)) as line`
  const select = sql`
    select string_agg(found.line, ${end}::text) as found from ${usersWithKeys(by, keys, fields)}`
  return { select, read: (found) => usersOf(found?.split(end) ?? [], separator) }
}

function usersOf(lines: readonly string[], separator: string): ReturnType<IdentifierQuery['read']> {
  const standings = new Map<string, Standing>()
  return lines.map((line) => {
    const [key = '', id = '', email = '', firstName = '', lastName = '', orgUserId = '', text = ''] =
      line.split(separator)
    // Many users have the same access: parsed once, it is also planned once.
    const standing: Standing = standings.get(text) ?? JSON.parse(text)
    standings.set(text, standing)
    const [groups, roles, status, canCreateBot, isDeveloper, unread] = standing
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
      ...(unread.length === 0 ? {} : { unread }),
    }
    return { key, user }
  })
}
