import { useInfiniteQuery } from '@tanstack/react-query'
import { Layers } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { formatNumber, formatPlural } from '../../../lib/format.ts'
import { paths } from '../../../lib/paths.ts'
import { useAddress } from '../../../lib/use-address.ts'
import { EmptyState } from '../../../ui/page/empty-state.tsx'
import { ErrorState } from '../../../ui/page/error-state.tsx'
import { LoadMore } from '../../../ui/page/load-more.tsx'
import { LoadingRows } from '../../../ui/page/loading-rows.tsx'
import { Page } from '../../../ui/page/page.tsx'
import { RowTable } from '../../../ui/page/row-table.tsx'
import { isFiltered, parseJobsSearch } from '../job-search.ts'
import { jobListQuery } from '../queries.ts'
import { JobRow } from './job-row.tsx'
import { JobsFilters } from './jobs-filters.tsx'

/** All jobs and their reports, newest first; the reports nobody has dealt with are counted. */
export function JobsPage(): ReactNode {
  const [search, change] = useAddress(parseJobsSearch)
  const jobs = useInfiniteQuery(jobListQuery(search))
  const rows = jobs.data?.pages.flatMap((page) => page.items) ?? []
  const unresolved = jobs.data?.pages[0]?.unresolved ?? 0
  return (
    <Page
      title="Jobs"
      documentTitle={unresolved > 0 ? `(${formatNumber(unresolved)}) Jobs` : 'Jobs'}
      state={<ReportsLeft unresolved={unresolved} />}
      actions={<AppLink href={paths.plans()}>Plans</AppLink>}
    >
      <JobsFilters search={search} onSearch={change} />
      {jobs.isPending ? <LoadingRows label="Loading jobs" /> : null}
      {jobs.isError ? <ErrorState error={jobs.error} onRetry={() => void jobs.refetch()} /> : null}
      {jobs.isSuccess && rows.length === 0 ? <NoJobs filtered={isFiltered(search)} /> : null}
      {rows.length > 0 ? (
        <RowTable label="Jobs" columns={['Job', 'How it went', 'State', 'By']}>
          {rows.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </RowTable>
      ) : null}
      <LoadMore
        shown={rows.length}
        hasMore={jobs.hasNextPage}
        busy={jobs.isFetchingNextPage}
        onMore={() => void jobs.fetchNextPage()}
      />
    </Page>
  )
}

/** How many reports still wait for a person. */
function ReportsLeft({ unresolved }: { unresolved: number }): ReactNode {
  if (unresolved === 0) return 'Every plan that was applied, and how it went.'
  return (
    <>
      <AppLink href={paths.jobs({ only: 'unresolved' })}>
        {formatPlural(unresolved, 'report')} nobody has dealt with
      </AppLink>
      .
    </>
  )
}

function NoJobs({ filtered }: { filtered: boolean }): ReactNode {
  if (filtered) {
    return (
      <EmptyState title="No job fits these filters" actions={<AppLink href={paths.jobs()}>Show all jobs</AppLink>}>
        Nothing was deleted: jobs and their reports are kept.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={<Layers size={28} strokeWidth={1.5} />}
      title="No jobs yet"
      actions={<AppLink href={paths.users()}>Choose users</AppLink>}
    >
      Choose users, say what should change, and read the plan. Applying the plan makes a job, and this is where you
      follow it, read who failed and why, and undo it.
    </EmptyState>
  )
}
