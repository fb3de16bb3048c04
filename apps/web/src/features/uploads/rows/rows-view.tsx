import { plural, t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { UnstyledButton } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import type { UploadSearch } from '../../../lib/page-search.ts'
import type { AddressChange } from '../../../lib/use-address.ts'
import { QueryBoundary } from '../../../query/query-boundary.tsx'
import { EmptyState } from '../../../ui/page/empty-state.tsx'
import { splitColumns } from '../columns/column-mapping-labels.ts'
import { selectedIssue } from '../issues/issue-groups.ts'
import { uploadRowsQuery } from '../queries.ts'
import { isProcessing } from '../upload-text.ts'
import { rowsShown } from './row-counts.ts'
import { RowsGrid } from './rows-grid.tsx'
import classes from './rows-view.module.css'
import { type UndoHistory, useUndoHistory } from './undo-history.ts'

interface RowsViewProps {
  readonly upload: UploadEntry
  readonly search: UploadSearch
  readonly canChange: boolean
  readonly onShow: (next: AddressChange<UploadSearch>) => void
}

/** The rows of a filter, as a grid. */
export function RowsView(props: RowsViewProps): ReactNode {
  const { upload, search } = props
  const [showsIgnored, setShowsIgnored] = useState(false)
  const history = useUndoHistory(JSON.stringify([upload.id, upload.detected]))
  return (
    <QueryBoundary loading={t`Loading rows`} filter={search}>
      <LoadedRows {...props} history={history} showsIgnored={showsIgnored} onShowIgnored={setShowsIgnored} />
    </QueryBoundary>
  )
}

interface LoadedRowsProps extends RowsViewProps {
  readonly history: UndoHistory
  readonly showsIgnored: boolean
  readonly onShowIgnored: (shows: boolean) => void
}

function LoadedRows(props: LoadedRowsProps): ReactNode {
  const { upload, search, canChange, history, showsIgnored, onShow, onShowIgnored } = props
  const query = useSuspenseInfiniteQuery(uploadRowsQuery(upload.id, search))
  const { used, ignored } = splitColumns(upload.columns)
  const unused = ignored.length
  const shown = showsIgnored || used.length === 0 ? upload.columns : used
  const rows = useMemo(() => query.data.pages.flatMap((page) => page.items), [query.data])
  const total =
    search.issue === undefined
      ? rowsShown(upload.counts, search.level)
      : (selectedIssue(upload.issues, search.issue)?.count ?? rows.length)
  return (
    <>
      <div className={classes.above}>
        <span role="status">{query.hasNextPage ? loadedWords(rows.length, total) : ''}</span>
        {canChange && (rows.length > 0 || history.message !== '') ? (
          <span className={history.message === '' ? classes.keys : undefined} role="status">
            {history.message === ''
              ? t`Arrows move, Enter edits and saves, Esc cancels, Ctrl+Z undoes. You can also paste cells.`
              : history.message}
          </span>
        ) : null}
        {unused === 0 || used.length === 0 ? null : (
          <UnstyledButton
            className={classes.link}
            aria-pressed={showsIgnored}
            onClick={() => onShowIgnored(!showsIgnored)}
          >
            {showsIgnored ? (
              <Plural value={unused} one="Hide # column not used" other="Hide # columns not used" />
            ) : (
              <Plural value={unused} one="Show # column not used" other="Show # columns not used" />
            )}
          </UnstyledButton>
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
          startColumn={selectedIssue(upload.issues, search.issue)?.column ?? null}
          total={Math.max(total, rows.length)}
          canChange={canChange}
          history={history}
          onEnd={() => {
            if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
          }}
        />
      )}
    </>
  )
}

function loadedWords(loadedRows: number, total: number): string {
  const loaded = formatNumber(loadedRows)
  return plural(total, { one: `${loaded} of # row loaded`, other: `${loaded} of # rows loaded` })
}

function NoRows({ upload, search, onShow }: Omit<RowsViewProps, 'canChange'>): ReactNode {
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
