import { type RawBuilder, sql } from 'kysely'
import type { UserPosition } from '../../../features/users/ports.ts'
import type { Db } from '../database/storage.ts'
import type { Arm, SearchOrder, SortKey } from './search-order.ts'
import type { UserRow } from './user-row.ts'

export interface Search {
  readonly db: Db
  readonly where: RawBuilder<boolean>
  readonly order: SearchOrder
  readonly after: UserPosition | null
  readonly take: number
}

/** A user with their position in the order: the index of the arm, and its keys as text. */
export interface RankedRow extends UserRow {
  readonly rank: number
  readonly k1: string | null
  readonly k2: string | null
}

/** Where the page after this row starts. */
export function positionOf({ rank, k1, k2, email_key, id }: RankedRow): UserPosition {
  return { rank, keys: [k1, k2, email_key, id].filter((key) => key !== null) }
}

const address: SortKey = { sql: sql`email_key`, type: 'text' }
const userId: SortKey = { sql: sql`id`, type: 'text' }
const keysOf = (arm: Arm): readonly SortKey[] => [...arm.keys, address, userId]
const columnsOf = (arm: Arm) => keysOf(arm).map((key) => key.sql)

/** Sorts rows of several arms by what `walkArms` and `ranked` select. */
const rankedOrder = ({ order }: Search, from: RawBuilder<unknown>) =>
  sorted(order, [sql`${from}.rank`, sql`${from}.k1`, sql`${from}.k2`, sql`${from}.email_key`, sql`${from}.id`])

function sorted({ isDescending }: SearchOrder, keys: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  const each = keys.map((key) => (isDescending ? sql`${key} desc` : key))
  return sql`order by ${sql.join(each)}`
}

/** Rows of an arm after the position: all of them, or none (null) if the position is in a later arm. */
function beyondOf({ order, after }: Search, arm: Arm): RawBuilder<boolean> | null {
  const rank = order.arms.indexOf(arm)
  if (after === null || rank > after.rank) return sql<boolean>`true`
  return rank < after.rank ? null : comparison(order, keysOf(arm), columnsOf(arm), after.keys)
}

/** A position holds times as microseconds since 1970. */
function valueOf(type: SortKey['type'], key: string): RawBuilder<unknown> {
  if (type === 'number') return sql`${key}::int`
  return type === 'text' ? sql`${key}::text` : sql`to_timestamp(0) + ${key}::bigint * interval '1 microsecond'`
}

/** The keys of the page's rows as text. */
function keyTexts({ order }: Search): RawBuilder<unknown> {
  const [arm] = order.arms
  const isTime = order.arms.length === 1 && arm?.keys[0]?.type === 'time'
  const first = isTime ? sql`(extract(epoch from page.k1) * 1000000)::bigint::text` : sql`page.k1::text`
  return sql`page.rank, ${first} as k1, page.k2::text as k2`
}

/** Compares rows with the position, in the order's direction. */
function comparison(
  { isDescending }: SearchOrder,
  keys: readonly SortKey[],
  columns: readonly RawBuilder<unknown>[],
  values: readonly string[],
): RawBuilder<boolean> {
  const given = keys.map(({ type }, at) => valueOf(type, values[at] ?? ''))
  return sql<boolean>`(${sql.join(columns)}) ${isDescending ? sql`<` : sql`>`} (${sql.join(given)})`
}

/** Rows of the arm that are in no earlier one. The condition is not for an index: the arm has its own. */
function only({ order, where }: Search, arm: Arm): RawBuilder<boolean> {
  const earlier = order.arms.slice(0, order.arms.indexOf(arm)).map((one) => one.where)
  const excluded = earlier.length === 0 ? sql`` : sql`and (${sql.join(earlier, sql` or `)}) is not true`
  return sql<boolean>`(${where}) is true ${excluded}`
}

const keyAt = (arm: Arm, at: number): RawBuilder<unknown> => arm.keys[at]?.sql ?? sql`null::text`

/** The arm's rows after the position, in its order; null if the position is in a later arm. */
function rowsOf(search: Search, arm: Arm, within: number | null): RawBuilder<unknown> | null {
  const beyond = beyondOf(search, arm)
  if (beyond === null) return null
  const order = sorted(search.order, columnsOf(arm))
  const range = sql`${arm.where} and ${beyond} ${order}`
  return within === null
    ? sql`users where ${only(search, arm)} and ${range}`
    : sql`(select * from users where ${range} limit ${within}) as first_rows where ${only(search, arm)} ${order}`
}

/**
 * The first rows of these arms after the position, up to a number. `within`: of this many rows of an index. An arm is
 * read only if the arms before it have too few rows: without an order of its own, `union all` reads one after another.
 */
function foundIn(search: Search, arms: readonly Arm[], { within, most }: { within: number | null; most: number }) {
  const { order } = search
  const parts = arms.flatMap((arm) => {
    const rows = rowsOf(search, arm, within)
    if (rows === null) return []
    const rank = sql.lit(order.arms.indexOf(arm))
    return [
      sql`(select ${rank} as rank, ${keyAt(arm, 0)} as k1, ${keyAt(arm, 1)} as k2, email_key, id from ${rows} limit ${most})`,
    ]
  })
  return parts.length === 0 ? null : sql`select * from (${sql.join(parts, sql` union all `)}) as found limit ${most}`
}

/** The first rows of these arms after the position. `within`: of this many rows of an index. */
export async function walkArms(
  search: Search,
  arms: readonly Arm[],
  within: number | null,
): Promise<readonly RankedRow[]> {
  const found = foundIn(search, arms, { within, most: search.take })
  if (found === null) return []
  const { rows } = await sql<RankedRow>`
    with page as (${found})
    select ${keyTexts(search)}, users.* from page join users using (id)
    ${rankedOrder(search, sql`page`)}`.execute(search.db)
  return rows
}

/** The same from the start, with the number of matches in these arms up to the cap, from one walk of their indexes. */
export async function walkCounted(
  search: Search,
  arms: readonly Arm[],
  cap: number,
): Promise<{ readonly matches: number; readonly rows: readonly RankedRow[] }> {
  const found = foundIn(search, arms, { within: null, most: cap })
  if (found === null) return { matches: 0, rows: [] }
  const { rows } = await sql<RankedRow & { matches: number }>`
    with found as materialized (${found}), page as (select * from found limit ${search.take})
    select (select count(*)::int from found) as matches, ${keyTexts(search)}, users.* from page join users using (id)
    ${rankedOrder(search, sql`page`)}`.execute(search.db)
  return { matches: rows[0]?.matches ?? 0, rows }
}

/** Whether one of these arms has more rows than these after the position. */
export async function isAnyLonger(search: Search, arms: readonly Arm[], rows: number): Promise<boolean> {
  const parts = arms.flatMap((arm) => {
    const beyond = beyondOf(search, arm)
    const order = sorted(search.order, columnsOf(arm))
    return beyond === null
      ? []
      : [sql`(select 1 from users where ${arm.where} and ${beyond} ${order} offset ${rows} limit 1)`]
  })
  if (parts.length === 0) return false
  const found = await sql`select 1 from (${sql.join(parts, sql` union all `)}) as longer limit 1`.execute(search.db)
  return found.rows.length > 0
}

/** The rank and the keys of a matching row, from conditions alone. */
function ranked({ order, where }: Search): RawBuilder<unknown> {
  const earlier = order.arms.slice(0, -1)
  const cases = earlier.map((arm, rank) => sql`when ${arm.where} then ${sql.lit(rank)}`)
  const last = sql.lit(earlier.length)
  const rank = cases.length === 0 ? last : sql`case ${sql.join(cases, sql` `)} else ${last} end`
  const key = (at: number) => {
    const each = order.arms.map((arm, index) => sql`when ${sql.lit(index)} then ${keyAt(arm, at)}`)
    return sql`case rank ${sql.join(each, sql` `)} end`
  }
  return sql`
    select id, email_key, rank, ${key(0)} as k1, ${key(1)} as k2
    from (select *, ${rank} as rank from users where ${where}) as users`
}

/** Gathered rows after the position. */
function beyondRanked({ order, after }: Search): RawBuilder<boolean> {
  const arm = after === null ? undefined : order.arms[after.rank]
  if (after === null) return sql<boolean>`true`
  if (arm === undefined) return sql<boolean>`false`
  const columns = [...arm.keys.map((_, at) => (at === 0 ? sql`k1` : sql`k2`)), sql`email_key`, sql`id`]
  return sql<boolean>`(rank > ${after.rank} or (rank = ${after.rank} and ${comparison(order, keysOf(arm), columns, after.keys)}))`
}

/**
 * Gathers matches up to the cap and cuts the page from them. The cap is outside of the materialized part, which is
 * therefore planned for all matches: planned for the first ones, a rare term may read the whole table.
 */
export async function gather(
  search: Search,
  cap: number | null,
): Promise<{ readonly matches: number; readonly rows: readonly RankedRow[] }> {
  const { rows } = await sql<RankedRow & { matches: number; found: boolean }>`
    with matching as materialized (${ranked(search)}),
    capped as materialized (select * from matching ${cap === null ? sql`` : sql`limit ${cap}`}),
    page as (
      select * from capped where ${beyondRanked(search)} ${rankedOrder(search, sql`capped`)} limit ${search.take})
    select (select count(*)::int from capped) as matches, users.id is not null as found, ${keyTexts(search)},
      users.*
    from (values (1)) as always left join (page join users on users.id = page.id) on true
    ${rankedOrder(search, sql`page`)}`.execute(search.db)
  return { matches: rows[0]?.matches ?? 0, rows: rows.filter((row) => row.found) }
}

/** The number of matches, up to the cap. `matchesMany`: reads the table until there are as many. */
export async function countUpTo({ db, where }: Search, cap: number, matchesMany: boolean): Promise<number> {
  const matching = sql`select 1 from users where ${matchesMany ? sql`(${where}) is true` : where}`
  const { rows } = await sql<{ n: number }>`
    with matching as materialized (${matching})
    select count(*)::int as n from (select 1 from matching limit ${cap}) as counted`.execute(db)
  return rows[0]?.n ?? 0
}

/** The number of matches in the first rows of the arms with an index of their own, up to the cap. */
export async function countRanked(search: Search, cap: number): Promise<number> {
  const all = { ...search, after: null }
  const parts = search.order.arms.slice(0, -1).map((arm) => sql`(select 1 from ${rowsOf(all, arm, 2 * cap)})`)
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select 1 from (${sql.join(parts, sql` union all `)}) as found limit ${cap}) as counted`.execute(
    search.db,
  )
  return rows[0]?.n ?? 0
}

/** Pages of the table in a sample. */
const samplePages = 12

/**
 * Whether so many users match that reading rows until there are enough is faster than the search index, which first
 * collects every match: half of some pages of the table have one. The planner knows little about parts of words.
 */
export async function isCommon({ db, where }: Search): Promise<boolean> {
  // Not `relpages`: it is unknown until the table is vacuumed or analyzed, and a sample would be the whole table.
  const pages = sql`pg_relation_size('users') / current_setting('block_size')::int`
  const share = sql`100.0 * ${samplePages} / greatest(${pages}, ${samplePages})`
  const { rows } = await sql<{ pages: number; holding: number }>`
    select count(distinct page)::int as pages, (count(distinct page) filter (where matches))::int as holding
    from (select split_part(ctid::text, ',', 1) as page, (${where}) is true as matches
      from users tablesample system ((${share}))) as sample`.execute(db)
  const [sample] = rows
  return sample !== undefined && sample.pages >= samplePages / 2 && sample.holding * 2 >= sample.pages
}
