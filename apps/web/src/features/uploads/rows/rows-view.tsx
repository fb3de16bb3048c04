import { UnstyledButton } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { formatNumber, formatPlural } from '../../../lib/format.ts'
import type { UploadSearch } from '../../../lib/page-search.ts'
import type { AddressChange } from '../../../lib/use-address.ts'
import { EmptyState } from '../../../ui/page/empty-state.tsx'
import { ErrorState } from '../../../ui/page/error-state.tsx'
import { LoadingRows } from '../../../ui/page/loading-rows.tsx'
import { splitColumns } from '../columns/column-mapping-labels.ts'
import { selectedIssue } from '../issues/issue-groups.ts'
import { uploadRowsQuery } from '../queries.ts'
import { isProcessing } from '../upload-words.ts'
import { rowsShown } from './row-counts.ts'
import { RowsGrid } from './rows-grid.tsx'
import classes from './rows-view.module.css'
import { useUndoHistory } from './undo-history.ts'

interface RowsViewProps {
  readonly upload: UploadEntry
  readonly search: UploadSearch
  readonly canChange: boolean
  readonly onShow: (next: AddressChange<UploadSearch>) => void
}

/** The rows a filter shows, as a grid. */
export function RowsView({ upload, search, canChange, onShow }: RowsViewProps): ReactNode {
  const query = useInfiniteQuery(uploadRowsQuery(upload.id, search))
  const [showsIgnored, setShowsIgnored] = useState(false)
  const history = useUndoHistory(JSON.stringify([upload.id, upload.detected]))
  const { used, ignored } = splitColumns(upload.columns)
  const shown = showsIgnored || used.length === 0 ? upload.columns : used
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const total =
    search.issue === undefined
      ? rowsShown(upload.counts, search.level)
      : (selectedIssue(upload.issues, search.issue)?.count ?? rows.length)
  if (query.isPending) return <LoadingRows label="Loading rows" />
  if (query.data === undefined) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return (
    <>
      <div className={classes.above}>
        <span role="status">
          {query.hasNextPage ? `${formatNumber(rows.length)} of ${formatPlural(total, 'row')} loaded` : ''}
        </span>
        {canChange && (rows.length > 0 || history.said !== '') ? (
          <span className={history.said === '' ? classes.keys : undefined} role="status">
            {history.said === ''
              ? 'Arrows move, Enter edits and saves, Esc cancels, Ctrl+Z takes back; cells can be pasted in.'
              : history.said}
          </span>
        ) : null}
        {ignored.length === 0 || used.length === 0 ? null : (
          <UnstyledButton
            className={classes.link}
            aria-pressed={showsIgnored}
            onClick={() => setShowsIgnored(!showsIgnored)}
          >
            {showsIgnored ? 'Hide' : 'Show'} {formatPlural(ignored.length, 'column')} not used
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

function NoRows({ upload, search, onShow }: Omit<RowsViewProps, 'canChange'>): ReactNode {
  if (isProcessing(upload)) return <EmptyState title="No rows here yet">They appear as they are checked.</EmptyState>
  const isFiltered = search.level !== undefined || search.issue !== undefined || search.from !== undefined
  if (!isFiltered) {
    return (
      <EmptyState title="The file has no rows below its column names">
        Check which row holds the column names, or send another file.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title={search.level === 'error' ? 'No row has an error' : 'No row is in this view'}
      actions={
        <UnstyledButton className={classes.link} onClick={() => onShow({})}>
          Show all rows
        </UnstyledButton>
      }
    />
  )
}
