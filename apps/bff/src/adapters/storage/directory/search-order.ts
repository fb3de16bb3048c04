import type { UserFilter, UserSort } from '@muster/contracts/users'
import { comparableAddress } from '@muster/core/identifier/address'
import { readSearch } from '@muster/core/identifier/read-search'
import { type RawBuilder, sql } from 'kysely'
import { storableText } from '../database/storable-json.ts'
import { asciiLower, searchText } from './search-text.ts'

/** A sort key before the address and the ID. */
export interface SortKey {
  readonly sql: RawBuilder<unknown>
  readonly type: 'text' | 'time' | 'number'
}

/** A range of an index. Its rows are in the order of its keys, then of address and ID. */
export interface Arm {
  readonly where: RawBuilder<boolean>
  readonly keys: readonly SortKey[]
}

/** The order of a search: the rows of each arm that no earlier arm has. The last arm has all rows. */
export interface SearchOrder {
  readonly arms: readonly Arm[]
  readonly isDescending: boolean
  /** Whether an index has this order. Without one, all matches are gathered, up to a number of them. */
  readonly isIndexed: boolean
}

const text = (expression: RawBuilder<unknown>): SortKey => ({ sql: expression, type: 'text' })
const first = text(sql`coalesce(first_key, lower(first_name collate "C"))`)
const last = text(sql`coalesce(last_key, lower(last_name collate "C"))`)
const org = text(sql`lower(org_user_id collate "C")`)
const email = text(sql`email_key`)

const count = (expression: RawBuilder<unknown>): SortKey => ({ sql: expression, type: 'number' })
const time = (column: RawBuilder<unknown>): SortKey => ({
  sql: sql`coalesce(${column}, to_timestamp(0))`,
  type: 'time',
})

const indexed = {
  email: [],
  name: [first, last],
  status: [text(sql`status`)],
  synced: [time(sql`read_at`)],
} satisfies Readonly<Record<string, readonly SortKey[]>>

const unindexed = {
  org: [text(sql`coalesce(lower(org_user_id collate "C"), '')`)],
  groups: [count(sql`cardinality(groups)`)],
  roles: [count(sql`jsonb_array_length(roles)`)],
  flags: [count(sql`is_developer::int * 2 + can_create_bot::int`)],
  login: [time(sql`last_login_at`)],
} satisfies Readonly<Record<string, readonly SortKey[]>>

const sorts: Readonly<Record<Column, readonly SortKey[]>> = { ...indexed, ...unindexed }
type Column = keyof typeof indexed | keyof typeof unindexed
const isColumn = (name: string): name is Column => Object.hasOwn(sorts, name)

const everyRow = sql<boolean>`true`

export function orderOf(sort: UserSort, { q = '', status }: UserFilter): SearchOrder {
  const column = columnOf(sort)
  // The index by status holds the users of one status in the order of their addresses.
  const isByStatus = status !== undefined && (column === 'email' || column === 'status')
  const rest = { where: isByStatus ? sql<boolean>`status = ${status}` : everyRow, keys: sorts[column] }
  return {
    arms: sort === 'relevance' ? [...relevanceArms(q.trim()), rest] : [rest],
    isDescending: sort.startsWith('-'),
    isIndexed: Object.hasOwn(indexed, column),
  }
}

/** By relevance, matches of the same kind are in the order of their addresses. */
function columnOf(sort: UserSort): Column {
  const name = sort.replace('-', '')
  return isColumn(name) ? name : 'email'
}

/** Follows every other character in the collation "C". */
const lastCharacter = '\u{10FFFF}'
/** The first character after the space, the only sign in a normalized name. */
const afterSpace = '!'

const between = ({ sql: key }: SortKey, from: string, to: string): RawBuilder<boolean> =>
  sql<boolean>`${key} >= ${from} and ${key} < ${to}`
/** Starts with these whole words. */
const wholeIn = (key: SortKey, words: string) => between(key, words, `${words}${afterSpace}`)
/** Starts with these words, of which the last goes on. */
const startIn = (key: SortKey, words: string) => between(key, `${words}${afterSpace}`, `${words}${lastCharacter}`)

const byFirst = (where: RawBuilder<boolean>): Arm => ({ where, keys: [first, last] })
const byLast = (where: RawBuilder<boolean>): Arm => ({ where, keys: [last, first] })

/** More words have no arms for parts of the name. */
const mostWords = 3

/**
 * The index ranges that hold what a term most likely means, best first: it is a whole word of a name, starts a name,
 * starts an address or an organization ID. Without arms: several pasted addresses.
 */
function relevanceArms(typed: string): readonly Arm[] {
  const alternatives = readSearch(typed)
  const entered = alternatives.length === 1 ? (alternatives[0] ?? []) : []
  const words = searchText(entered.join(' ')).split(' ')
  const phrase = words.join(' ')
  if (phrase === '') return []
  const [id] = entered.map(storableText)
  return [
    ...nameArms(words, wholeIn),
    ...nameArms(words, startIn),
    ...(entered.length === 1 && id !== undefined ? idArms(id) : []),
  ]
}

/** Both names start with the whole phrase, or one name is its head and the other starts with its tail. */
function nameArms(words: readonly string[], startsWith: typeof wholeIn): readonly Arm[] {
  const phrase = words.join(' ')
  const cuts = words.length > mostWords ? [] : words.slice(1).map((_, at) => at + 1)
  const parted = cuts.flatMap((at) => {
    const [head, tail] = [words.slice(0, at).join(' '), words.slice(at).join(' ')]
    return [
      byFirst(sql<boolean>`${first.sql} = ${head} and ${startsWith(last, tail)}`),
      byLast(sql<boolean>`${last.sql} = ${head} and ${startsWith(first, tail)}`),
    ]
  })
  return [byFirst(startsWith(first, phrase)), byLast(startsWith(last, phrase)), ...parted]
}

function idArms(entered: string): readonly Arm[] {
  const [address, orgId] = [comparableAddress(entered), asciiLower(entered)]
  return [
    { where: between(email, address, `${address}${lastCharacter}`), keys: [] },
    {
      where: sql<boolean>`org_user_id is not null and ${between(org, orgId, `${orgId}${lastCharacter}`)}`,
      keys: [org],
    },
  ]
}
