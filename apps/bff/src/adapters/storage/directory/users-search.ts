import type { UserFilter, UserSort } from '@muster/contracts/users'
import type { Scope } from '@muster/core/permission'
import { message } from '@muster/wording/message'
import { type RawBuilder, sql } from 'kysely'
import type { UserPosition } from '../../../features/users/ports.ts'
import { ProblemError } from '../../../problem-error.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { type Arm, orderOf } from './search-order.ts'
import {
  countRanked,
  countUpTo,
  gather,
  isAnyLonger,
  isCommon,
  type RankedRow,
  type Search,
  walkArms,
  walkCounted,
} from './search-steps.ts'
import type { ReadFilter } from './search-terms.ts'
import { searchPatterns } from './search-text.ts'
import { type TagDictionary, tagKeysOfFilter } from './user-tags.ts'
import { usersWithin } from './users-within.ts'

/** Counts are exact up to this number. */
export const countCap = 1_000
/** Matches to gather and sort. With more of them, a page is in fewer rows of the index of its order. */
const gatherCap = 10_000
/** Rows of an index to read before gathering all matches instead. */
const walkRows = 5_000

export interface SearchInput {
  readonly filter: UserFilter
  readonly sort: UserSort
  readonly after: UserPosition | null
  readonly limit: number
}

export interface SearchPage {
  readonly rows: readonly RankedRow[]
  readonly more: boolean
  readonly count: { readonly value: number; readonly capped: boolean }
}

/** A filter's condition on a row. `none`: it names something no user has. */
export type Condition =
  | { readonly kind: 'all' | 'none' }
  /** `isTermAlone`: only the words of the search, no facts. `isLimited`: and only users within a limit. */
  | {
      readonly kind: 'where'
      readonly sql: RawBuilder<boolean>
      readonly isTermAlone: boolean
      readonly isLimited: boolean
    }

/** The condition of a filter within a limit, for searches and frozen selections alike. */
export async function conditionOf(
  tags: TagDictionary,
  { filter, terms }: ReadFilter,
  scope: Scope | null,
): Promise<Condition> {
  if (terms === null) return { kind: 'none' }
  const keys = tagKeysOfFilter(filter).map(storableText)
  const known = await tags.find(keys)
  const ids = keys.map((key) => known.get(key))
  if (ids.some((id) => id === undefined)) return { kind: 'none' }
  const typed = filter.q?.trim() ?? ''
  const alternatives = searchPatterns(typed)
  if (typed !== '' && alternatives.length === 0) return { kind: 'none' }
  const within = usersWithin(scope)
  const parts = [
    ...(within === null ? [] : [within]),
    ...(alternatives.length === 0 ? [] : [anyOf(alternatives)]),
    ...(ids.length === 0 ? [] : [sql<boolean>`tags @> ${`{${ids.join(',')}}`}::int[]`]),
    ...terms,
    ...(filter.selection === undefined ? [] : [isSelected(filter.selection)]),
  ]
  if (parts.length === 0) return { kind: 'all' }
  const isTermAlone = ids.length + terms.length === 0 && filter.selection === undefined
  const isLimited = within !== null
  return { kind: 'where', sql: sql<boolean>`(${sql.join(parts, sql` and `)})`, isTermAlone, isLimited }
}

const isSelected = (selectionId: string): RawBuilder<boolean> =>
  sql<boolean>`id in (select user_id from selection_users where selection_id = ${storableText(selectionId)})`

/** Matches every pattern of at least one alternative. */
function anyOf(alternatives: readonly (readonly string[])[]): RawBuilder<boolean> {
  const all = alternatives.map((patterns) => {
    const each = patterns.map((pattern) => sql`search like ${pattern}`)
    return sql`(${sql.join(each, sql` and `)})`
  })
  return sql<boolean>`(${sql.join(all, sql` or `)})`
}

/**
 * One page with a count. A term is read from the indexes of names and IDs, best matches first; these mostly fill the
 * page. Of rare matches all are gathered, sorted and cut; of many, a bounded part of the index of the order is read, and
 * if that holds too few, all are gathered after all.
 */
export async function searchUserRows(db: Db, condition: Condition, input: SearchInput): Promise<SearchPage> {
  if (condition.kind === 'none') return { rows: [], more: false, count: { value: 0, capped: false } }
  const order = orderOf(input.sort, input.filter)
  const where = condition.kind === 'where' ? condition.sql : sql<boolean>`true`
  const search: Search = { db, where, order, after: input.after, take: input.limit + 1 }
  if (!order.isIndexed) return gatheredPage(search, input)
  const cap = countCap + 1
  if (condition.kind === 'all') {
    return pageOf(await walkArms(search, order.arms, null), input, await countUpTo(search, cap, true))
  }
  const arms = order.arms.slice(0, -1)
  // Of a term alone, nearly every row of its ranges is a match.
  const isTermAlone = condition.kind === 'where' && condition.isTermAlone
  const isLimited = condition.kind === 'where' && condition.isLimited
  // Of a limited member's matches, the count may need far more rows than the page.
  const counted = isTermAlone && !isLimited && input.after === null ? await walkCounted(search, arms, cap) : null
  const walk = () => (isTermAlone ? walkArms(search, arms, null) : walkBounded(search, arms))
  const ranked = counted?.rows ?? (await walk())
  if (ranked?.length === search.take) {
    const matches = counted === null ? await countRanked(search, cap) : counted.matches
    return pageOf(ranked, input, matches === cap ? cap : await countUpTo(search, cap, false))
  }
  const many = await isCommon(search)
  const gathered = many ? null : await gather(search, gatherCap + 1)
  if (gathered !== null && gathered.matches <= gatherCap) return pageOf(gathered.rows, input, gathered.matches)
  const last = ranked === null ? null : await walkBounded(search, order.arms.slice(-1))
  const rows = ranked === null || last === null ? (await gather(search, null)).rows : [...ranked, ...last]
  return pageOf(rows, input, gathered?.matches ?? (await countUpTo(search, cap, true)))
}

/** A page in an order without an index. Throws for more matches than are gathered. */
async function gatheredPage(search: Search, input: SearchInput): Promise<SearchPage> {
  const { matches, rows } = await gather(search, gatherCap + 1)
  if (matches > gatherCap)
    throw new ProblemError('invalid_request', message('problem.sort_of_many', { most: gatherCap }))
  return pageOf(rows, input, matches)
}

function pageOf(rows: readonly RankedRow[], { limit }: SearchInput, matches: number): SearchPage {
  const count = { value: Math.min(matches, countCap), capped: matches > countCap }
  return { rows: rows.slice(0, limit), more: rows.length > limit, count }
}

/** The exact number of matches: reads them all. */
export async function countMatches(db: Db, condition: Condition): Promise<number> {
  if (condition.kind === 'none') return 0
  const where = condition.kind === 'where' ? condition.sql : sql`true`
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from users where ${where}`.execute(db)
  return rows[0]?.n ?? 0
}

/** The page from the first rows of these arms; null if it may have other rows. */
async function walkBounded(search: Search, arms: readonly Arm[]): Promise<readonly RankedRow[] | null> {
  const rows = await walkArms(search, arms, walkRows)
  const last = rows.length < search.take ? undefined : rows.at(-1)
  const read = last === undefined ? arms : arms.filter((arm) => search.order.arms.indexOf(arm) < last.rank)
  return (await isAnyLonger(search, read, walkRows)) ? null : rows
}
