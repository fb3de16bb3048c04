import type { UserFilter } from '@muster/contracts/users'
import { type RawBuilder, sql } from 'kysely'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { searchPatterns } from './search-text.ts'
import type { UserRow } from './user-row.ts'
import { type TagDictionary, tagKeysOfFilter } from './user-tags.ts'

/** Counts are exact up to this number. */
export const countCap = 10_000
/** Rows of the email index to read before gathering all matches instead. */
const walkRows = 20_000

export interface SearchPosition {
  readonly emailKey: string
  readonly id: string
}

export interface SearchInput {
  readonly filter: UserFilter
  readonly sort: 'email' | '-email'
  readonly after: SearchPosition | null
  readonly limit: number
}

export interface SearchPage {
  readonly rows: readonly UserRow[]
  readonly more: boolean
  readonly count: { readonly value: number; readonly capped: boolean }
}

/** A filter's condition on a row. `none`: it names something no user has. */
export type Condition =
  | { readonly kind: 'all' | 'none' }
  | { readonly kind: 'where'; readonly sql: RawBuilder<boolean> }

/** The condition of a filter, for searches and frozen selections alike. */
export async function conditionOf(tags: TagDictionary, filter: UserFilter): Promise<Condition> {
  const keys = tagKeysOfFilter(filter).map(storableText)
  const known = await tags.find(keys)
  const ids = keys.map((key) => known.get(key))
  if (ids.some((id) => id === undefined)) return { kind: 'none' }
  const typed = filter.q?.trim() ?? ''
  const alternatives = searchPatterns(typed)
  if (typed !== '' && alternatives.length === 0) return { kind: 'none' }
  const parts = [
    ...(alternatives.length === 0 ? [] : [anyOf(alternatives)]),
    ...(ids.length === 0 ? [] : [sql<boolean>`tags @> ${`{${ids.join(',')}}`}::int[]`]),
  ]
  return parts.length === 0 ? { kind: 'all' } : { kind: 'where', sql: sql<boolean>`(${sql.join(parts, sql` and `)})` }
}

/** Matches every pattern of at least one alternative. */
function anyOf(alternatives: readonly (readonly string[])[]): RawBuilder<boolean> {
  const all = alternatives.map((patterns) => {
    const each = patterns.map((pattern) => sql`search like ${pattern}`)
    return sql`(${sql.join(each, sql` and `)})`
  })
  return sql<boolean>`(${sql.join(all, sql` or `)})`
}

interface Plan {
  readonly where: RawBuilder<boolean>
  readonly beyond: RawBuilder<boolean>
  readonly order: RawBuilder<unknown>
  readonly take: number
}

/**
 * One page in email order with a count, in at most three steps, because the planner alone may choose a walk of the
 * whole email index: gather up to the cap, sort and cut; with more matches, read a bounded stretch of the email index;
 * if that finds too few, gather everything and sort.
 */
export async function searchUserRows(db: Db, condition: Condition, input: SearchInput): Promise<SearchPage> {
  if (condition.kind === 'none') return { rows: [], more: false, count: { value: 0, capped: false } }
  const plan = planOf(condition, input)
  if (condition.kind === 'all') return pageOf(await walk(db, plan, null), input, await countAll(db))
  const gathered = await gather(db, plan)
  if (gathered.matches <= countCap) return pageOf(gathered.rows, input, { value: gathered.matches, capped: false })
  const capped = { value: countCap, capped: true }
  const walked = await walk(db, plan, walkRows)
  return pageOf(walked.length === plan.take ? walked : await gatherAll(db, plan), input, capped)
}

function planOf(condition: Condition, { sort, after, limit }: SearchInput): Plan {
  const forward = sort === 'email'
  const beyond =
    after === null
      ? sql<boolean>`true`
      : forward
        ? sql<boolean>`(email_key, id) > (${after.emailKey}, ${after.id})`
        : sql<boolean>`(email_key, id) < (${after.emailKey}, ${after.id})`
  return {
    where: condition.kind === 'where' ? condition.sql : sql<boolean>`true`,
    beyond,
    order: forward ? sql`email_key, id` : sql`email_key desc, id desc`,
    take: limit + 1,
  }
}

function pageOf(rows: readonly UserRow[], { limit }: SearchInput, count: SearchPage['count']): SearchPage {
  return { rows: rows.slice(0, limit), more: rows.length > limit, count }
}

async function gather(db: Db, plan: Plan): Promise<{ matches: number; rows: UserRow[] }> {
  const { rows } = await sql<UserRow & { matches: number; found: boolean }>`
    with matching as materialized (select id, email_key from users where ${plan.where} limit ${countCap + 1}),
    page as (select id, email_key from matching where ${plan.beyond} order by ${plan.order} limit ${plan.take})
    select (select count(*)::int from matching) as matches, users.id is not null as found, users.*
    from (values (1)) as always left join (page join users using (id, email_key)) on true
    order by ${plan.order}`.execute(db)
  return { matches: rows[0]?.matches ?? 0, rows: rows.filter((row) => row.found) }
}

async function walk(db: Db, plan: Plan, within: number | null): Promise<UserRow[]> {
  const range = within === null ? sql`` : sql`limit ${within}`
  const { rows } = await sql<UserRow>`
    select * from (select * from users where ${plan.beyond} order by ${plan.order} ${range}) as stretch
    where ${plan.where} order by ${plan.order} limit ${plan.take}`.execute(db)
  return rows
}

async function gatherAll(db: Db, plan: Plan): Promise<UserRow[]> {
  const { rows } = await sql<UserRow>`
    with matching as materialized (select id, email_key from users where ${plan.where}),
    page as (select id from matching where ${plan.beyond} order by ${plan.order} limit ${plan.take})
    select users.* from page join users using (id) order by ${plan.order}`.execute(db)
  return rows
}

async function countAll(db: Db): Promise<SearchPage['count']> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select 1 from users limit ${countCap + 1}) as counted`.execute(db)
  const n = rows[0]?.n ?? 0
  return { value: Math.min(n, countCap), capped: n > countCap }
}
