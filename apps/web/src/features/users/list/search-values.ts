import type { UserFilter } from '@muster/contracts/users'
import type { UsersSearch } from '../../../lib/page-search.ts'
import type { AddressChange } from '../../../lib/use-address.ts'
import type { TableColumn } from './table-choice.ts'

/** A change of the search; undefined removes a part. */
export type SearchChange = AddressChange<UsersSearch>

/** The part of the search that selects users. */
export const filterOf = ({ q, group, role, bot, flag, status, selection }: UsersSearch): UserFilter => ({
  ...(q === undefined ? {} : { q }),
  ...(group === undefined ? {} : { group }),
  ...(role === undefined ? {} : { role }),
  ...(bot === undefined ? {} : { bot }),
  ...(flag === undefined ? {} : { flag }),
  ...(status === undefined ? {} : { status }),
  ...(selection === undefined ? {} : { selection }),
})

/** The search after a change, on its first page. */
export const changeSearch = (search: UsersSearch, change: UsersSearch): UsersSearch => ({
  ...search,
  ...change,
  after: undefined,
})

/** A column that sorts the list. */
export type SortedColumn = 'name' | 'email' | TableColumn

/** The sort after a click on a column: ascending, descending, then the order without one. */
export function nextSort({ q, sort }: UsersSearch, column: SortedColumn): UsersSearch['sort'] {
  const byDefault = q === undefined ? 'email' : undefined
  const now = sort ?? byDefault
  const next = now === column ? (`-${column}` as const) : now === `-${column}` && q !== undefined ? undefined : column
  return next === byDefault ? undefined : next
}
