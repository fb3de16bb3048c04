import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { UnstyledButton, VisuallyHidden } from '@mantine/core'
import type { UserEntry, UserSort } from '@muster/contracts/users'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import type { AccessNames } from '../../../lib/access.ts'
import type { UsersSearch } from '../../../lib/page-search.ts'
import { paths } from '../../../lib/paths.ts'
import { SelectBox } from '../selection/select-box.tsx'
import { isSelected, pageState, type Selected } from '../selection/selection.ts'
import type { SortedColumn } from './search-values.ts'
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
  readonly onClear: () => void
  /** The pointer or the focus is near a row. */
  readonly onNear: () => void
}

export function UsersTable(props: UsersTableProps): ReactNode {
  const { users, selected, search } = props
  // Undefined: best matches first.
  const sort = search.sort ?? (search.q === undefined ? 'email' : undefined)
  const state = pageState(selected, users)
  const onKeyDown = useRowKeys({ users, onToggle: props.onToggle, onClear: props.onClear })
  return (
    <div className={classes.frame} data-stale={props.isStale || undefined}>
      <div className={classes.bar}>{props.bar}</div>
      {/* The arrow keys move between rows. Every control in a row also works without them. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <table
        className={classes.table}
        aria-label={t`Users`}
        onKeyDown={onKeyDown}
        onPointerEnter={props.onNear}
        onFocus={props.onNear}
      >
        <thead>
          <tr>
            <th scope="col" className={classes.check}>
              <SelectBox
                label={state === 'all' ? t`Deselect all users on this page` : t`Select all users on this page`}
                isOn={state === 'all'}
                isPartly={state === 'some'}
                onToggle={props.onTogglePage}
              />
            </th>
            <SortHead column="name" sort={sort} className={classes.nameHead} onSort={props.onSort}>
              <Trans>Name</Trans>
            </SortHead>
            <SortHead column="email" sort={sort} className={classes.emailHead} onSort={props.onSort}>
              <Trans>Email</Trans>
            </SortHead>
            <th scope="col" className={`${classes.wide} ${classes.orgHead}`}>
              <Trans>Organization ID</Trans>
            </th>
            <th scope="col" className={classes.medium}>
              <Trans>Groups</Trans>
            </th>
            <th scope="col" className={classes.medium}>
              <Trans>Roles</Trans>
            </th>
            <th scope="col" className={`${classes.wide} ${classes.flagsHead}`}>
              <Trans>Flags</Trans>
            </th>
            <SortHead column="status" sort={sort} className={classes.statusHead} onSort={props.onSort}>
              <Trans>Status</Trans>
            </SortHead>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <UserRow
              key={user.id}
              user={user}
              names={props.names}
              isOn={isSelected(selected, user.id)}
              href={paths.users({ ...search, user: user.id })}
              onToggle={props.onToggle}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface SortHeadProps {
  readonly column: SortedColumn
  readonly sort: UserSort | undefined
  readonly className: string | undefined
  readonly onSort: (column: SortedColumn) => void
  readonly children: ReactNode
}

/** A heading that sorts the list by its column, and reverses the order of the column it is sorted by. */
function SortHead({ column, sort, className, onSort, children }: SortHeadProps): ReactNode {
  const direction = sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : undefined
  const Arrow = direction === 'descending' ? ArrowDown : ArrowUp
  return (
    <th scope="col" className={className} aria-sort={direction}>
      <UnstyledButton className={classes.sort} onClick={() => onSort(column)}>
        {children}
        <Arrow className={direction === undefined ? classes.unsorted : undefined} size={14} aria-hidden="true" />
        <VisuallyHidden>
          , {direction === undefined ? <Trans>sort by it</Trans> : <Trans>reverse order</Trans>}
        </VisuallyHidden>
      </UnstyledButton>
    </th>
  )
}

interface RowKeys {
  readonly users: readonly UserEntry[]
  readonly onToggle: (user: UserEntry, isRange: boolean) => void
  readonly onClear: () => void
}

function linkAt(table: HTMLElement, index: number): HTMLElement | null {
  // untranslated: CSS
  return table.querySelectorAll<HTMLElement>('tbody a[data-row-link]')[index] ?? null
}

/** Keys of the table: arrows move between rows, Space selects, Shift selects a range, Escape clears, Enter opens. */
function useRowKeys({ users, onToggle, onClear }: RowKeys): (event: KeyboardEvent<HTMLElement>) => void {
  return (event) => {
    if (!(event.target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') return onClear()
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
