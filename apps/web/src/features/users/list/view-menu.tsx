import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { ActionIcon, Button, Popover, SegmentedControl } from '@mantine/core'
import { pageSizes, tableColumns, tableDensities } from '@muster/contracts/search-values'
import { setUsersTable, type UsersTable } from '@muster/contracts/session'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Settings2 } from 'lucide-react'
import { type ComponentProps, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { call } from '../../../lib/api.ts'
import { formatNumber } from '../../../lib/format.ts'
import type { UsersSearch } from '../../../lib/page-search.ts'
import { sessionQuery } from '../../../lib/session.ts'
import { usePartGuard } from '../../../query/discard-guard.tsx'
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

/** Whether the choices are open. They close without a question unless a name is typed. */
function useOpenMenu() {
  const [isOpen, setOpen] = useState(true)
  const content = useRef<HTMLDivElement>(null)
  const guard = usePartGuard({
    onClose: () => setOpen(false),
    // The focus may be on the button of the menu, where Escape does not close it.
    onKeep: () => content.current?.querySelector('form')?.querySelector('input')?.focus(),
    partOf: 'page',
  })
  return { ...guard, isOpen, content, toggle: (open: boolean): void => (open ? setOpen(true) : guard.close()) }
}

/** The button of the choices. The menu keeps the request of the last choice, so a failure is shown also when it opens again. */
export function ViewMenu({ className, search, onChange }: ViewMenuProps): ReactNode {
  const view = useView(search, onChange)
  const { isOpen, toggle, content, isConfirming, question, confirmLoss, setDirty } = useOpenMenu()
  return (
    <Popover
      opened={isOpen}
      onChange={toggle}
      closeOnClickOutside={!isConfirming}
      closeOnEscape={!isConfirming}
      position="bottom-end"
      width={280}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          variant="default"
          aria-label={t`View`}
          leftSection={<Settings2 size={16} aria-hidden="true" />}
          onClick={() => toggle(!isOpen)}
          {...(className === undefined ? {} : { className })}
        >
          <Trans>View</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`View`} ref={content}>
        <ViewChoices view={view} search={search} onDirty={setDirty} onLose={confirmLoss} />
      </Popover.Dropdown>
      {question}
    </Popover>
  )
}

interface ViewChoicesProps extends Omit<ComponentProps<typeof ViewList>, 'columns'> {
  readonly view: ReturnType<typeof useView>
}

/** The columns of the table and their order, the density, the size of a page, and the saved views. */
function ViewChoices({ view, ...list }: ViewChoicesProps): ReactNode {
  const { table, columns, error, changeColumns, changeDensity, changePageSize } = view
  return (
    <>
      <ColumnList columns={columns} onChange={changeColumns} />
      <ChoiceField
        name={t`Density`}
        choices={tableDensities.map((value) => ({ value, label: i18n._(densities[value]) }))}
        value={table.density}
        onChange={changeDensity}
      />
      <ChoiceField
        name={t`Users per page`}
        choices={pageSizes.map((value) => ({ value, label: formatNumber(value) }))}
        value={table.pageSize}
        onChange={changePageSize}
      />
      <p className={classes.legend}>
        <Trans>Saved views</Trans>
      </p>
      <ViewList {...list} columns={columns} />
      {error === null ? null : <ErrorNote error={error} />}
    </>
  )
}

/** The table as shown, and its changes. The columns of the search replace those of the member until they change. */
function useView(search: UsersSearch, onChange: (change: SearchChange) => void) {
  const table = useTableChoice()
  const columns = [...(columnsIn(search.columns) ?? table.columns)]
  const { change, error } = useChooseTable({ ...table, columns })
  return {
    table,
    columns,
    error,
    changeColumns: (next: (columns: UsersTable['columns']) => TableColumn[]): void => {
      change((now) => ({ columns: next(now.columns) }))
      if (search.columns !== undefined) onChange({ columns: undefined })
    },
    changeDensity: (density: UsersTable['density']): void => change(() => ({ density })),
    changePageSize: (pageSize: UsersTable['pageSize']): void => {
      change(() => ({ pageSize }))
      onChange({})
    },
  }
}

interface ChoiceFieldProps<T extends string | number> {
  readonly name: string
  readonly choices: readonly { readonly value: T; readonly label: string }[]
  readonly value: T
  readonly onChange: (value: T) => void
}

/** One of a few values, below its name. */
function ChoiceField<T extends string | number>({ name, choices, value, onChange }: ChoiceFieldProps<T>): ReactNode {
  const id = useId()
  return (
    <>
      <p className={classes.legend} id={id}>
        {name}
      </p>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-labelledby={id}
        data={choices.map((choice) => ({ value: String(choice.value), label: choice.label }))}
        value={String(value)}
        onChange={(next) => onChange(choices.find((choice) => String(choice.value) === next)?.value ?? value)}
      />
    </>
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
      {[...columns, ...hidden].map((column, at) => (
        <ColumnItem
          key={column}
          column={column}
          isShown={at < columns.length}
          onToggle={() => toggle(column)}
          onUp={at === 0 || at >= columns.length ? null : () => move(column, -1)}
          onDown={at >= columns.length - 1 ? null : () => move(column, 1)}
        />
      ))}
    </ul>
  )
}

interface ColumnItemProps {
  readonly column: TableColumn
  readonly isShown: boolean
  readonly onToggle: () => void
  /** Moves the column; null where it cannot move. */
  readonly onUp: (() => void) | null
  readonly onDown: (() => void) | null
}

function ColumnItem({ column, isShown, onToggle, onUp, onDown }: ColumnItemProps): ReactNode {
  const name = columnName(column)
  return (
    <li className={classes.column}>
      <label className={classes.label}>
        <input type="checkbox" checked={isShown} onChange={onToggle} />
        {name}
      </label>
      <ActionIcon
        variant="subtle"
        size="sm"
        aria-label={t`Move ${name} up`}
        disabled={onUp === null}
        onClick={() => onUp?.()}
      >
        <ArrowUp size={14} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        size="sm"
        aria-label={t`Move ${name} down`}
        disabled={onDown === null}
        onClick={() => onDown?.()}
      >
        <ArrowDown size={14} aria-hidden="true" />
      </ActionIcon>
    </li>
  )
}
