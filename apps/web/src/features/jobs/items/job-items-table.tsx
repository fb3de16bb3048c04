import { t } from '@lingui/core/macro'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useAccessNames } from '../../../lib/access.ts'
import { isNarrowed } from '../../../lib/page-search.ts'
import { EmptyState } from '../../../ui/page/empty-state.tsx'
import { LoadMore } from '../../../ui/page/load-more.tsx'
import { QueryState } from '../../../ui/page/query-state.tsx'
import { RowTable } from '../../../ui/page/row-table.tsx'
import { ItemFixes } from '../fixes/item-fixes.tsx'
import type { JobItemFilter } from '../job-search.ts'
import { isOver } from '../job-words.ts'
import { jobItemsQuery } from '../queries.ts'
import { JobItemRow } from './job-item-row.tsx'

interface JobItemsTableProps {
  readonly job: JobEntry
  readonly label: string
  readonly filter: JobItemFilter
  /** How many items match the filter, if known. */
  readonly total?: number
  /** The cause with the fixes to offer below the outcome of each user. */
  readonly fixesOf?: FailureGroup
}

/** Users of a job in keyset pages: identity, requested change, outcome. Updates while the job runs. */
export function JobItemsTable({ job, label, filter, total, fixesOf }: JobItemsTableProps): ReactNode {
  const names = useAccessNames()
  const items = useInfiniteQuery({
    ...jobItemsQuery(job.id, filter, !isOver(job.state)),
    placeholderData: keepPreviousData,
  })
  return (
    <QueryState query={items} loading={t`Loading: ${label}`}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.items)
        if (rows.length === 0) return <NoItems filtered={isNarrowed(filter)} />
        return (
          <>
            <RowTable label={label} columns={[t`User`, t`Requested change`, t`Outcome`]}>
              {rows.map((item) => (
                <JobItemRow key={item.seq} item={item} names={names}>
                  {fixesOf === undefined ? null : <ItemFixes job={job} group={fixesOf} item={item} />}
                </JobItemRow>
              ))}
            </RowTable>
            <LoadMore
              shown={rows.length}
              {...(total === undefined ? {} : { total })}
              hasMore={items.hasNextPage}
              busy={items.isFetchingNextPage}
              onMore={() => void items.fetchNextPage()}
            />
          </>
        )
      }}
    </QueryState>
  )
}

function NoItems({ filtered }: { filtered: boolean }): ReactNode {
  return (
    <EmptyState title={t`No users`}>
      {filtered ? t`No user of this job matches the filter.` : t`This job has no users.`}
    </EmptyState>
  )
}
