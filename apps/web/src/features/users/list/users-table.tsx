import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { UnstyledButton, VisuallyHidden } from '@mantine/core'
import type { UserEntry } from '@muster/contracts/users'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AccessNames } from '../../../lib/access.ts'
import { SelectBox } from '../selection/select-box.tsx'
import { isSelected, pageState, type Selected } from '../selection/selection.ts'
import { useRowKeys } from './use-row-keys.ts'
import { UserRow } from './user-row.tsx'
import classes from './users-table.module.css'

interface UsersTableProps {
  readonly users: readonly UserEntry[]
  readonly names: AccessNames
  readonly selected: Selected
  readonly sort: 'email' | '-email'
  /** The selection bar, which covers the header while users are selected. */
  readonly bar: ReactNode
  /** The next page is loading. */
  readonly isStale: boolean
  readonly hrefOf: (user: UserEntry) => string
  readonly onToggle: (user: UserEntry, isRange: boolean) => void
  readonly onTogglePage: () => void
  readonly onSort: () => void
  readonly onClear: () => void
}

export function UsersTable(props: UsersTableProps): ReactNode {
  const { users, selected, sort } = props
  const state = pageState(selected, users)
  const onKeyDown = useRowKeys({ users, onToggle: props.onToggle, onClear: props.onClear })
  return (
    <div className={classes.frame} data-stale={props.isStale || undefined}>
      <div className={classes.bar}>{props.bar}</div>
      {/* The arrow keys move between rows. Every control in a row also works without them. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <table className={classes.table} aria-label={t`Users`} onKeyDown={onKeyDown}>
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
            <th scope="col" className={classes.nameHead}>
              <Trans>Name</Trans>
            </th>
            <th scope="col" className={classes.emailHead} aria-sort={sort === 'email' ? 'ascending' : 'descending'}>
              <UnstyledButton className={classes.sort} onClick={props.onSort}>
                <Trans>Email</Trans>
                {sort === 'email' ? (
                  <ArrowUp size={14} aria-hidden="true" />
                ) : (
                  <ArrowDown size={14} aria-hidden="true" />
                )}
                <VisuallyHidden>
                  , <Trans>reverse order</Trans>
                </VisuallyHidden>
              </UnstyledButton>
            </th>
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
            <th scope="col" className={classes.statusHead}>
              <Trans>Status</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <UserRow
              key={user.id}
              user={user}
              names={props.names}
              isOn={isSelected(selected, user.id)}
              href={props.hrefOf(user)}
              onToggle={(isRange) => props.onToggle(user, isRange)}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}
