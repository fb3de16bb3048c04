import { t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Layers } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { formatNumber } from '../../../lib/format.ts'
import { isNarrowed } from '../../../lib/page-search.ts'
import { paths } from '../../../lib/paths.ts'
import { useChangeSearch } from '../../../lib/use-address.ts'
import { ListPage } from '../../../query/list-page.tsx'
import { EmptyState } from '../../../ui/page/empty-state.tsx'
import { jobListQuery, unresolvedQuery } from '../queries.ts'
import { JobRow } from './job-row.tsx'
import { JobsFilters } from './jobs-filters.tsx'

/** All jobs and their reports, newest first, with the number of unresolved reports. */
export function JobsPage(): ReactNode {
  const search = useSearch({ from: '/app/jobs' })
  const change = useChangeSearch(search)
  const { data: unresolved = 0 } = useQuery(unresolvedQuery)
  return (
    <ListPage
      title={t`Jobs`}
      documentTitle={unresolved > 0 ? t`(${{ unresolved: formatNumber(unresolved) }}) Jobs` : t`Jobs`}
      state={<UnresolvedReports unresolved={unresolved} />}
      actions={
        <AppLink href={paths.plans()}>
          <Trans>Plans</Trans>
        </AppLink>
      }
      filter={search}
      queryOf={jobListQuery}
      loading={t`Loading jobs`}
      columns={[t`Job`, t`Outcome`, t`State`, t`Started by`]}
      renderRow={(job) => <JobRow key={job.id} job={job} />}
      empty={<NoJobs filtered={isNarrowed(search)} />}
    >
      <JobsFilters search={search} onSearch={change} />
    </ListPage>
  )
}

/** Links to the unresolved reports. */
function UnresolvedReports({ unresolved }: { unresolved: number }): ReactNode {
  if (unresolved === 0) return <Trans>Every applied plan, with its progress and its report.</Trans>
  return (
    <AppLink href={paths.jobs({ only: 'unresolved' })}>
      <Plural value={unresolved} one="# unresolved report" other="# unresolved reports" />
    </AppLink>
  )
}

function NoJobs({ filtered }: { filtered: boolean }): ReactNode {
  if (filtered) {
    return (
      <EmptyState
        title={t`No matching jobs`}
        actions={
          <AppLink href={paths.jobs()}>
            <Trans>Show all jobs</Trans>
          </AppLink>
        }
      >
        <Trans>Muster keeps all jobs and their reports. Change or clear the filters to see more.</Trans>
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={<Layers size={28} strokeWidth={1.5} />}
      title={t`No jobs yet`}
      actions={
        <AppLink href={paths.users()}>
          <Trans>Choose users</Trans>
        </AppLink>
      }
    >
      <Trans>
        Choose users, define a change and review the plan. Applying the plan starts a job. Follow it here, see which
        users failed and why, and undo it.
      </Trans>
    </EmptyState>
  )
}
