import { plural, t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Button, UnstyledButton } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import { columnsInDoubt } from '@muster/core/upload/upload-doubt'
import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { Undo2 } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import type { UploadSearch } from '../../../lib/page-search.ts'
import type { AddressChange } from '../../../lib/use-address.ts'
import { QueryBoundary } from '../../../query/query-boundary.tsx'
import { EmptyState } from '../../../ui/page/empty-state.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { columnsProblem, splitColumns } from '../columns/column-mapping-labels.ts'
import type { ColumnChoices } from '../columns/use-column-choices.ts'
import { selectedIssue } from '../issues/issue-groups.ts'
import { uploadRowsQuery } from '../queries.ts'
import { isProcessing } from '../upload-text.ts'
import { rowsShown } from './row-counts.ts'
import { RowsGrid } from './rows-grid.tsx'
import classes from './rows-view.module.css'
import { type UndoHistory, useUndo } from './undo-history.ts'

interface RowsViewProps {
  readonly upload: UploadEntry
  readonly search: UploadSearch
  readonly canChange: boolean
  readonly choices: ColumnChoices
  readonly history: UndoHistory
  readonly onShow: (next: AddressChange<UploadSearch>) => void
}

/** The rows of a filter, as a grid. */
export function RowsView(props: RowsViewProps): ReactNode {
  const { upload, search } = props
  const [chosen, setChosen] = useState<boolean | null>(null)
  // A mapping that lacks something is chosen among all columns.
  const isLacking = columnsProblem(upload.columns) !== null || columnsInDoubt(upload.columns).length > 0
  return (
    <QueryBoundary loading={t`Loading rows`} filter={search}>
      <LoadedRows {...props} showsIgnored={chosen ?? isLacking} onShowIgnored={setChosen} />
    </QueryBoundary>
  )
}

interface LoadedRowsProps extends RowsViewProps {
  readonly showsIgnored: boolean
  readonly onShowIgnored: (shows: boolean) => void
}

function LoadedRows(props: LoadedRowsProps): ReactNode {
  const { upload, search, canChange, choices, history, showsIgnored, onShow, onShowIgnored } = props
  const query = useSuspenseInfiniteQuery(uploadRowsQuery(upload.id, search))
  const { used, ignored } = splitColumns(upload.columns)
  const shown = showsIgnored || used.length === 0 ? upload.columns : used
  const rows = useMemo(() => query.data.pages.flatMap((page) => page.items), [query.data])
  const issue = selectedIssue(upload.issues, search.issue)
  const total = search.issue === undefined ? rowsShown(upload.counts, search.level) : (issue?.count ?? rows.length)
  return (
    <>
      <div className={classes.above}>
        <span role="status">{query.hasNextPage ? loadedWords(rows.length, total) : ''}</span>
        {canChange && (rows.length > 0 || history.message !== '') ? <EditingHint message={history.message} /> : null}
        {canChange ? <UndoButton uploadId={upload.id} history={history} /> : null}
        {ignored.length === 0 || used.length === 0 ? null : (
          <IgnoredToggle count={ignored.length} isShown={showsIgnored} onToggle={() => onShowIgnored(!showsIgnored)} />
        )}
      </div>
      {rows.length === 0 ? (
        <NoRows upload={upload} search={search} onShow={onShow} />
      ) : (
        <RowsGrid
          key={JSON.stringify(search)}
          upload={upload}
          rows={rows}
          columns={shown}
          startColumn={issue?.column ?? null}
          total={Math.max(total, rows.length)}
          canChange={canChange}
          choices={choices}
          history={history}
          onEnd={() => {
            if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
          }}
        />
      )}
    </>
  )
}

/** The result of the latest edit; before the first, the keys of the grid. */
function EditingHint({ message }: { readonly message: string }): ReactNode {
  return (
    <span className={message === '' ? classes.keys : undefined} role="status">
      {message === ''
        ? t`Arrows move, Enter edits and saves, Esc cancels, Ctrl+Z undoes. You can also paste cells.`
        : message}
    </span>
  )
}

interface IgnoredToggleProps {
  readonly count: number
  readonly isShown: boolean
  readonly onToggle: () => void
}

/** Shows and hides the columns that are not used. */
function IgnoredToggle({ count: unused, isShown, onToggle }: IgnoredToggleProps): ReactNode {
  return (
    <UnstyledButton className={classes.link} aria-pressed={isShown} onClick={onToggle}>
      {isShown ? (
        <Plural value={unused} one="Hide # column not used" other="Hide # columns not used" />
      ) : (
        <Plural value={unused} one="Show # column not used" other="Show # columns not used" />
      )}
    </UnstyledButton>
  )
}

/** Undoes the latest edit or fix, wherever the focus is. */
function UndoButton({ uploadId, history }: { uploadId: string; history: UndoHistory }): ReactNode {
  const { request, undo } = useUndo(uploadId, history)
  return (
    <>
      <ErrorNote error={request.error} />
      {history.canUndo || request.isPending ? (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<Undo2 size={14} aria-hidden="true" />}
          loading={request.isPending}
          onClick={undo}
        >
          <Trans>Undo</Trans>
        </Button>
      ) : null}
    </>
  )
}

function loadedWords(loadedRows: number, total: number): string {
  const loaded = formatNumber(loadedRows)
  return plural(total, { one: `${loaded} of # row loaded`, other: `${loaded} of # rows loaded` })
}

function NoRows({ upload, search, onShow }: Pick<RowsViewProps, 'upload' | 'search' | 'onShow'>): ReactNode {
  if (isProcessing(upload))
    return (
      <EmptyState title={t`No rows yet`}>
        <Trans>Rows appear as Muster checks them.</Trans>
      </EmptyState>
    )
  const isFiltered = search.level !== undefined || search.issue !== undefined || search.from !== undefined
  if (!isFiltered) {
    return (
      <EmptyState title={t`The file has no rows below its column names`}>
        <Trans>Check the row of the column names, or send another file.</Trans>
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title={search.level === 'error' ? t`No row has an error` : t`No row matches this filter`}
      actions={
        <UnstyledButton className={classes.link} onClick={() => onShow({})}>
          <Trans>Show all rows</Trans>
        </UnstyledButton>
      }
    />
  )
}
