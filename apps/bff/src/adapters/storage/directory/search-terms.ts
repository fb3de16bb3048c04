import type { UserFilter } from '@muster/contracts/users'
import type { Lookups } from '@muster/core/account/access'
import type { AccessFact } from '@muster/core/account/user'
import { type ResolvedTerm, resolveSearch } from '@muster/core/search/resolve-search'
import { parseSearch } from '@muster/core/search/search-query'
import { type RawBuilder, sql } from 'kysely'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { readLookups } from './directory-reads.ts'
import { flagTags, type TagDictionary, tagKey } from './user-tags.ts'

/** A filter whose text is words alone, and the conditions of the terms in it; null if a term names something unknown. */
export interface ReadFilter {
  readonly filter: UserFilter
  readonly terms: readonly RawBuilder<boolean>[] | null
}

/** Reads the terms in the text of a filter. */
export async function readFilter(db: Db, tags: TagDictionary, filter: UserFilter): Promise<ReadFilter> {
  const { q, ...others } = filter
  const { text, terms } = parseSearch(q ?? '')
  if (terms.length === 0) return { filter, terms: [] }
  const words = { ...others, ...(text === '' ? {} : { q: text }) }
  const lookups = await readLookups(db)
  const resolved = resolveSearch(terms, lookups)
  if (resolved.unknown.length > 0) return { filter: words, terms: null }
  return { filter: words, terms: await conditionsOf(tags, resolved.terms, lookups) }
}

async function conditionsOf(
  tags: TagDictionary,
  terms: readonly ResolvedTerm[],
  lookups: Lookups,
): Promise<RawBuilder<boolean>[]> {
  const written = withPairs(terms, (term) => writtenOf(term, lookups))
  const known = await tags.find(written.flatMap(({ keys }) => keys).map(storableText))
  return written.map(({ conditions, keys, isNot, facts }) => {
    const ids = keys.flatMap((key) => known.get(storableText(key)) ?? [])
    const ways = [...conditions, ...(ids.length === 0 ? [] : [sql<boolean>`tags && ${`{${ids.join(',')}}`}::int[]`])]
    const holds = ways.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(ways, sql` or `)})`
    return isNot ? sql<boolean>`(not (${holds}) and ${wereRead(facts)})` : holds
  })
}

interface WrittenTerm {
  /** Conditions that are no question of facts with numbers. */
  readonly conditions: readonly RawBuilder<boolean>[]
  /** Facts of which a user has one, unless a condition holds. */
  readonly keys: readonly string[]
  readonly isNot: boolean
  /** What must have been read to know that a user has none of it. */
  readonly facts: readonly AccessFact[]
}

/** A role and a bot that both must be there mean that role on that bot, as in the filters beside the search. */
function withPairs(terms: readonly ResolvedTerm[], write: (term: ResolvedTerm) => WrittenTerm): readonly WrittenTerm[] {
  const of = (field: ResolvedTerm['field']) =>
    terms.filter((term) => term.field === field && !term.isNot && term.ids.length > 0)
  const [role, ...otherRoles] = of('role')
  const [bot, ...otherBots] = of('bot')
  if (role === undefined || bot === undefined || otherRoles.length + otherBots.length > 0) return terms.map(write)
  const keys = role.ids.flatMap((roleId) => bot.ids.map((botId) => tagKey.roleOnBot(roleId, botId)))
  const rest = terms.filter((term) => term !== role && term !== bot)
  return [{ conditions: [], keys, isNot: false, facts: [] }, ...rest.map(write)]
}

function writtenOf({ field, ids, isNot }: ResolvedTerm, lookups: Lookups): WrittenTerm {
  if (field === 'dormant') return alone(dormancy(Math.min(...ids.map(Number)), isNot))
  if (ids.length === 0) return alone(isNot ? someOf(field) : noneOf(field))
  const isUnlisted = field === 'is' && ids.includes('elevated') && !lookups.known.roles
  const conditions = [
    ...(isUnlisted ? [anyOfAccount] : []),
    ...(field === 'is' && ids.includes('unread') ? [sql<boolean>`cardinality(unread) > 0`] : []),
  ]
  const facts = field === 'is' ? ids.flatMap((id) => factsOfFlag[id] ?? []) : factsOf[field]
  return { conditions, keys: ids.flatMap((id) => keysOf(field, id, lookups)), isNot, facts }
}

const alone = (condition: RawBuilder<boolean>): WrittenTerm => ({
  conditions: [condition],
  keys: [],
  isNot: false,
  facts: [],
})

/** The facts of a user that a field compares. */
const factsOf: Readonly<Record<Exclude<ResolvedTerm['field'], 'is'>, readonly AccessFact[]>> = {
  group: ['groups'],
  role: ['botRoles', 'adminRoles'],
  bot: ['botRoles'],
  status: [],
  dormant: [],
}

const factsOfFlag: Readonly<Record<string, AccessFact>> = {
  developer: 'isDeveloper',
  bot_creator: 'canCreateBot',
  elevated: 'adminRoles',
}

/** Access that was never read is empty in the directory, and unknown: it is neither there nor missing. */
const wereRead = (facts: readonly AccessFact[]): RawBuilder<boolean> =>
  facts.length === 0 ? sql<boolean>`true` : sql<boolean>`not unread && ${`{${facts.join(',')}}`}::text[]`

/** Only with a known sign-in: where Kore.ai reports none, a user is not known to be dormant or not. */
function dormancy(days: number, isNot: boolean): RawBuilder<boolean> {
  const comparison = isNot ? sql`>=` : sql`<`
  return sql<boolean>`coalesce(last_login_at ${comparison} clock_timestamp() - ${days}::int * interval '1 day', false)`
}

/** The facts of a value. Elevated access is any role on the whole account. */
function keysOf(field: Exclude<ResolvedTerm['field'], 'dormant'>, id: string, { roles }: Lookups): readonly string[] {
  if (field !== 'is') return [tagKey[field](id)]
  if (id === 'elevated')
    return [...roles.values()].flatMap((role) => (role.kind === 'admin' ? [tagKey.role(role.id)] : []))
  if (id === 'unread') return []
  return [id === 'developer' ? flagTags.developer : flagTags.bot_creator]
}

/** Where Kore.ai does not list the roles: a role without a bot is on the whole account. */
const anyOfAccount = sql<boolean>`jsonb_path_exists(roles, '$[*] ? (@.botId == null)')`

function someOf(field: ResolvedTerm['field']): RawBuilder<boolean> {
  if (field === 'group') return sql<boolean>`cardinality(groups) > 0`
  if (field === 'role') return sql<boolean>`roles <> '[]'::jsonb`
  return sql<boolean>`jsonb_path_exists(roles, '$[*] ? (@.botId != null)')`
}

function noneOf(field: ResolvedTerm['field']): RawBuilder<boolean> {
  return sql<boolean>`(not ${someOf(field)} and ${wereRead(field === 'is' ? [] : factsOf[field])})`
}
