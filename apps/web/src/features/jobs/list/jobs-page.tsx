import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Layers } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { formatNumber, formatPlural } from '../../../lib/format.ts'
import { isNarrowed } from '../../../lib/page-search.ts'
import { paths } from '../../../lib/paths.ts'
import { useChangeSearch } from '../../../lib/use-address.ts'
import { EmptyState } from '../../../ui/page/empty-state.tsx'
import { ListPage } from '../../../ui/page/list-page.tsx'
import { jobListQuery } from '../queries.ts'
import { JobRow } from './job-row.tsx'
import { JobsFilters } from './jobs-filters.tsx'

/** All jobs and their reports, newest first; the reports nobody has dealt with are counted. */
export function JobsPage(): ReactNode {
  const search = useSearch({ from: '/app/jobs' })
  const change = useChangeSearch(search)
  const jobs = useInfiniteQuery(jobListQuery(search))
  const unresolved = jobs.data?.pages[0]?.unresolved ?? 0
  return (
    <ListPage
      title="Jobs"
      documentTitle={unresolved > 0 ? `(${formatNumber(unresolved)}) Jobs` : 'Jobs'}
      state={<ReportsLeft unresolved={unresolved} />}
      actions={<AppLink href={paths.plans()}>Plans</AppLink>}
      query={jobs}
      loading="Loading jobs"
      columns={['Job', 'How it went', 'State', 'By']}
      row={(job) => <JobRow key={job.id} job={job} />}
      empty={<NoJobs filtered={isNarrowed(search)} />}
    >
      <JobsFilters search={search} onSearch={change} />
    </ListPage>
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
