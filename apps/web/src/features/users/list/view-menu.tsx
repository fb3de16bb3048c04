import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { ActionIcon, Button, Popover, SegmentedControl } from '@mantine/core'
import { pageSizes, tableColumns, tableDensities } from '@muster/contracts/search-values'
import { setUsersTable, type UsersTable } from '@muster/contracts/session'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Settings2 } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { call } from '../../../lib/api.ts'
import { formatNumber } from '../../../lib/format.ts'
import type { UsersSearch } from '../../../lib/page-search.ts'
import { sessionQuery } from '../../../lib/session.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { ViewList } from '../views/view-list.tsx'
import type { SearchChange } from './search-values.ts'
import { columnName, columnsIn, type TableColumn, useTableChoice } from './table-choice.ts'
import classes from './view-menu.module.css'

const densities = { comfortable: msg`Comfortable`, compact: msg`Compact` } as const

interface Choice {
  readonly table: UsersTable
  readonly before: UsersTable | null | undefined
}

/** Shows a choice at once, and keeps it on the server. A choice starts from the latest one, drawn or not. */
function useChooseTable(shown: UsersTable) {
  const client = useQueryClient()
  const latest = useRef(shown)
  useEffect(() => {
    latest.current = shown
  })
  const show = (table: UsersTable | null | undefined): void => {
    client.setQueryData(sessionQuery.queryKey, (session) =>
      session === undefined || session.member === null || table === undefined
        ? session
        : { ...session, member: { ...session.member, usersTable: table } },
    )
  }
  const { mutate, error } = useMutation({
    // One after another: the last choice wins.
    scope: { id: 'users-table' },
    mutationFn: ({ table }: Choice) => call(setUsersTable, { body: table }),
    onError: (_error, { before }) => show(before),
  })
  const change = (partOf: (table: UsersTable) => Partial<UsersTable>): void => {
    const before = client.getQueryData(sessionQuery.queryKey)?.member?.usersTable
    const table = { ...latest.current, ...partOf(latest.current) }
    latest.current = table
    show(table)
    mutate({ table, before })
  }
  return { change, error }
}

interface ViewMenuProps {
  /** Of the button. */
  readonly className: string | undefined
  readonly search: UsersSearch
  /** Starts the list again. */
  readonly onChange: (change: SearchChange) => void
}

/** The columns of the table and their order, the density, the size of a page, and the saved views. */
export function ViewMenu({ className, search, onChange }: ViewMenuProps): ReactNode {
  const table = useTableChoice()
  const columns = columnsIn(search.columns) ?? table.columns
  const { change, error } = useChooseTable({ ...table, columns: [...columns] })
  return (
    <Popover defaultOpened position="bottom-end" width={280} trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          aria-label={t`View`}
          leftSection={<Settings2 size={16} aria-hidden="true" />}
          {...(className === undefined ? {} : { className })}
        >
          <Trans>View</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`View`}>
        <ColumnList
          columns={[...columns]}
          onChange={(next) => {
            change((now) => ({ columns: next(now.columns) }))
            if (search.columns !== undefined) onChange({ columns: undefined })
          }}
        />
        <p className={classes.legend} id="users-density">
          <Trans>Density</Trans>
        </p>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-labelledby="users-density"
          data={tableDensities.map((value) => ({ value, label: i18n._(densities[value]) }))}
          value={table.density}
          onChange={(next) =>
            change((now) => ({ density: tableDensities.find((value) => value === next) ?? now.density }))
          }
        />
        <p className={classes.legend} id="users-page-size">
          <Trans>Users per page</Trans>
        </p>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-labelledby="users-page-size"
          data={pageSizes.map((value) => ({ value: String(value), label: formatNumber(value) }))}
          value={String(table.pageSize)}
          onChange={(next) => {
            change((now) => ({ pageSize: pageSizes.find((value) => String(value) === next) ?? now.pageSize }))
            onChange({})
          }}
        />
        <p className={classes.legend}>
          <Trans>Saved views</Trans>
        </p>
        <ViewList search={search} columns={[...columns]} />
        {error === null ? null : <ErrorNote error={error} />}
      </Popover.Dropdown>
    </Popover>
  )
}

interface ColumnListProps {
  readonly columns: UsersTable['columns']
  /** Changes the columns of the latest choice. */
  readonly onChange: (changed: (columns: UsersTable['columns']) => TableColumn[]) => void
}

/** The shown columns in order, then the others. */
function ColumnList({ columns, onChange }: ColumnListProps): ReactNode {
  const hidden = tableColumns.filter((column) => !columns.includes(column))
  const move = (column: TableColumn, by: -1 | 1): void =>
    onChange((now) => {
      const at = now.indexOf(column)
      return at === -1 ? [...now] : now.toSpliced(at, 1).toSpliced(Math.max(0, at + by), 0, column)
    })
  const toggle = (column: TableColumn): void =>
    onChange((now) => (now.includes(column) ? now.filter((one) => one !== column) : [...now, column]))
  return (
    <ul className={classes.columns} aria-label={t`Columns`}>
      {[...columns, ...hidden].map((column, at) => {
        const name = columnName(column)
        const isShown = at < columns.length
        return (
          <li key={column} className={classes.column}>
            <label className={classes.label}>
              <input type="checkbox" checked={isShown} onChange={() => toggle(column)} />
              {name}
            </label>
            <ActionIcon
              variant="subtle"
              size="sm"
              aria-label={t`Move ${name} up`}
              disabled={!isShown || at === 0}
              onClick={() => move(column, -1)}
            >
              <ArrowUp size={14} aria-hidden="true" />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              size="sm"
              aria-label={t`Move ${name} down`}
              disabled={!isShown || at === columns.length - 1}
              onClick={() => move(column, 1)}
            >
              <ArrowDown size={14} aria-hidden="true" />
            </ActionIcon>
          </li>
        )
      })}
    </ul>
  )
}
