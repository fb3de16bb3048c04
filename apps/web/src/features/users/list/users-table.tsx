import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { UnstyledButton, VisuallyHidden } from '@mantine/core'
import type { UserEntry, UserSort } from '@muster/contracts/users'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useMemo } from 'react'
import type { AccessNames } from '../../../lib/access.ts'
import type { UsersSearch } from '../../../lib/page-search.ts'
import { paths } from '../../../lib/paths.ts'
import { SelectBox } from '../selection/select-box.tsx'
import { pageState, type Selected } from '../selection/selection.ts'
import { searchedWords } from './marked-text.tsx'
import type { SortedColumn } from './search-values.ts'
import { columnName, columnsIn, type TableColumn, useTableChoice } from './table-choice.ts'
import { columnClass } from './table-columns.ts'
import { UserRow } from './user-row.tsx'
import classes from './users-table.module.css'

interface UsersTableProps {
  readonly users: readonly UserEntry[]
  readonly names: AccessNames
  readonly selected: Selected
  /** The search whose users these are. */
  readonly search: UsersSearch
  /** The selection bar, which covers the header while users are selected. */
  readonly bar: ReactNode
  /** The next page is loading. */
  readonly isStale: boolean
  readonly onToggle: (user: UserEntry, isRange: boolean) => void
  readonly onTogglePage: () => void
  readonly onSort: (column: SortedColumn) => void
  /** The pointer or the focus is near a row. */
  readonly onNear: () => void
}

export function UsersTable(props: UsersTableProps): ReactNode {
  const { users, selected, search } = props
  // Undefined: best matches first.
  const sort = search.sort ?? (search.q === undefined ? 'email' : undefined)
  const { columns: own, density } = useTableChoice()
  const columns = useMemo(() => columnsIn(search.columns) ?? own, [search.columns, own])
  const onKeyDown = useRowKeys({ users, onToggle: props.onToggle })
  return (
    <div className={classes.frame} data-stale={props.isStale || undefined}>
      <div className={classes.bar}>{props.bar}</div>
      {/* The arrow keys move between rows. Every control in a row also works without them. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <table
        className={classes.table}
        data-density={density}
        aria-label={t`Users`}
        onKeyDown={onKeyDown}
        onPointerEnter={props.onNear}
        onFocus={props.onNear}
      >
        <TableHead
          columns={columns}
          state={pageState(selected, users)}
          sort={sort}
          onTogglePage={props.onTogglePage}
          onSort={props.onSort}
        />
        <tbody>
          <UserRows {...props} columns={columns} />
        </tbody>
      </table>
    </div>
  )
}

interface UserRowsProps extends Pick<UsersTableProps, 'users' | 'names' | 'selected' | 'search' | 'onToggle'> {
  readonly columns: readonly TableColumn[]
}

function UserRows({ users, names, selected, search, columns, onToggle }: UserRowsProps): ReactNode {
  const words = useMemo(() => searchedWords(search.q), [search.q])
  return users.map((user) => (
    <UserRow
      key={user.id}
      user={user}
      names={names}
      columns={columns}
      words={words}
      isOn={selected.has(user.id)}
      href={paths.users({ ...search, user: user.id })}
      onToggle={onToggle}
    />
  ))
}

interface TableHeadProps extends Pick<UsersTableProps, 'onTogglePage' | 'onSort'> {
  readonly columns: readonly TableColumn[]
  /** Whether all, some or none of the users of the page are selected. */
  readonly state: ReturnType<typeof pageState>
  readonly sort: UserSort | undefined
}

function TableHead({ columns, state, sort, onTogglePage, onSort }: TableHeadProps): ReactNode {
  return (
    <thead>
      <tr>
        <th scope="col" className={classes.check}>
          <SelectBox
            label={state === 'all' ? t`Deselect all users on this page` : t`Select all users on this page`}
            isOn={state === 'all'}
            isPartly={state === 'some'}
            onToggle={onTogglePage}
          />
        </th>
        <th
          scope="col"
          className={classes.userHead}
          aria-sort={directionOf(sort, 'name') ?? directionOf(sort, 'email')}
        >
          <SortButton column="name" sort={sort} onSort={onSort}>
            <Trans>Name</Trans>
          </SortButton>{' '}
          <SortButton column="email" sort={sort} onSort={onSort}>
            <Trans>Email</Trans>
          </SortButton>
        </th>
        {columns.map((column) => (
          <th key={column} scope="col" className={columnClass(column)} aria-sort={directionOf(sort, column)}>
            <SortButton column={column} sort={sort} onSort={onSort}>
              {columnName(column)}
            </SortButton>
          </th>
        ))}
      </tr>
    </thead>
  )
}

function directionOf(sort: UserSort | undefined, column: SortedColumn): 'ascending' | 'descending' | undefined {
  return sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : undefined
}

interface SortButtonProps {
  readonly column: SortedColumn
  readonly sort: UserSort | undefined
  readonly onSort: (column: SortedColumn) => void
  readonly children: ReactNode
}

/** Sorts the list by a column, and reverses the order of the column it is sorted by. */
function SortButton({ column, sort, onSort, children }: SortButtonProps): ReactNode {
  const direction = directionOf(sort, column)
  const Arrow = direction === 'descending' ? ArrowDown : ArrowUp
  return (
    <UnstyledButton className={classes.sort} onClick={() => onSort(column)}>
      {children}
      <Arrow className={direction === undefined ? classes.unsorted : undefined} size={14} aria-hidden="true" />
      <VisuallyHidden>
        , {direction === undefined ? <Trans>sort by it</Trans> : <Trans>reverse order</Trans>}
      </VisuallyHidden>
    </UnstyledButton>
  )
}

interface RowKeys {
  readonly users: readonly UserEntry[]
  readonly onToggle: (user: UserEntry, isRange: boolean) => void
}

function linkAt(table: HTMLElement, index: number): HTMLElement | null {
  // untranslated: CSS
  return table.querySelectorAll<HTMLElement>('tbody a[data-row-link]')[index] ?? null
}

/**
 * Keys of the table: arrows move between rows, Space selects, Shift selects a range, Enter opens. Not Escape: after the one
 * that closes the panel of a user, another would lose a selection of several searches.
 */
function useRowKeys({ users, onToggle }: RowKeys): (event: KeyboardEvent<HTMLElement>) => void {
  return (event) => {
    if (!(event.target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return
    // untranslated: CSS
    const row = event.target.closest('tbody tr')
    if (row === null) return undefined
    const index = [...(row.parentElement?.children ?? [])].indexOf(row)
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      linkAt(event.currentTarget, index + step)?.focus()
      const next = users[index + step]
      if (event.shiftKey && next !== undefined) onToggle(next, true)
      return undefined
    }
    const user = users[index]
    // A checkbox handles Space itself.
    if (event.key !== ' ' || user === undefined || event.target instanceof HTMLInputElement) return undefined
    event.preventDefault()
    return onToggle(user, event.shiftKey)
  }
}
