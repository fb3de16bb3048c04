import type { UserFilter } from '@muster/contracts/users'
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
  const resolved = resolveSearch(terms, await readLookups(db))
  if (resolved.unknown.length > 0) return { filter: words, terms: null }
  return { filter: words, terms: await conditionsOf(tags, resolved.terms) }
}

async function conditionsOf(tags: TagDictionary, terms: readonly ResolvedTerm[]): Promise<RawBuilder<boolean>[]> {
  const written = withPairs(terms)
  const known = await tags.find(written.flatMap(({ keys }) => keys).map(storableText))
  return written.map(({ fact, keys, isNot }) => {
    const ids = keys.flatMap((key) => known.get(storableText(key)) ?? [])
    const holds =
      fact ?? (ids.length === 0 ? sql<boolean>`false` : sql<boolean>`tags && ${`{${ids.join(',')}}`}::int[]`)
    return isNot ? sql<boolean>`not (${holds})` : holds
  })
}

interface WrittenTerm {
  /** The condition of a term that is no question of facts with numbers; null for others. */
  readonly fact: RawBuilder<boolean> | null
  /** Facts of which a user has one. */
  readonly keys: readonly string[]
  readonly isNot: boolean
}

/** A role and a bot that both must be there mean that role on that bot, as in the filters beside the search. */
function withPairs(terms: readonly ResolvedTerm[]): readonly WrittenTerm[] {
  const of = (field: ResolvedTerm['field']) =>
    terms.filter((term) => term.field === field && !term.isNot && term.ids.length > 0)
  const [role, ...otherRoles] = of('role')
  const [bot, ...otherBots] = of('bot')
  if (role === undefined || bot === undefined || otherRoles.length + otherBots.length > 0) return terms.map(writtenOf)
  const keys = role.ids.flatMap((roleId) => bot.ids.map((botId) => tagKey.roleOnBot(roleId, botId)))
  const rest = terms.filter((term) => term !== role && term !== bot)
  return [{ fact: null, keys, isNot: false }, ...rest.map(writtenOf)]
}

function writtenOf({ field, ids, isNot }: ResolvedTerm): WrittenTerm {
  if (field === 'dormant') return { fact: dormantFor(Math.min(...ids.map(Number))), keys: [], isNot }
  return { fact: ids.length === 0 ? noneOf(field) : null, keys: ids.map((id) => keyOf(field, id)), isNot }
}

/** Only with a known sign-in: where Kore.ai reports none, a user is not known to be dormant. */
const dormantFor = (days: number): RawBuilder<boolean> =>
  sql<boolean>`coalesce(last_login_at < clock_timestamp() - ${days}::int * interval '1 day', false)`

function keyOf(field: Exclude<ResolvedTerm['field'], 'dormant'>, id: string): string {
  if (field === 'is') return id === 'developer' ? flagTags.developer : flagTags.bot_creator
  return tagKey[field](id)
}

function noneOf(field: ResolvedTerm['field']): RawBuilder<boolean> {
  if (field === 'group') return sql<boolean>`cardinality(groups) = 0`
  if (field === 'role') return sql<boolean>`roles = '[]'::jsonb`
  return sql<boolean>`not jsonb_path_exists(roles, '$[*] ? (@.botId != null)')`
}
