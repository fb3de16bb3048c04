import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { useSuspenseQuery } from '@tanstack/react-query'
import { PartyPopper } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { JobSearch } from '../../../lib/page-search.ts'
import type { AddressChange } from '../../../lib/use-address.ts'
import { QueryBoundary } from '../../../query/query-boundary.tsx'
import { EmptyState } from '../../../ui/page/empty-state.tsx'
import { isOver } from '../job-text.ts'
import { jobFailuresQuery } from '../queries.ts'
import { CauseList } from './cause-list.tsx'
import { CauseView } from './cause-view.tsx'
import classes from './job-report.module.css'
import { ReportActions } from './report-actions.tsx'

interface JobReportProps {
  readonly job: JobEntry
  readonly search: JobSearch
  readonly onSearch: (change: AddressChange<JobSearch>) => void
}

/** The report of failures: causes in the first column; users and fixes in the second. */
export function JobReport(props: JobReportProps): ReactNode {
  return (
    <QueryBoundary loading={t`Loading the report`}>
      <LoadedReport {...props} />
    </QueryBoundary>
  )
}

function LoadedReport({ job, search, onSearch }: JobReportProps): ReactNode {
  const [picked, setPicked] = useState(false)
  const { groups } = useSuspenseQuery(jobFailuresQuery(job.id, !isOver(job.state))).data
  const chosen = chosenGroup(groups, search)
  if (chosen === undefined) return <EmptyReport job={job} />
  return (
    <>
      <ReportActions job={job} groups={groups} />
      <div className={classes.columns}>
        <CauseList
          groups={groups}
          active={chosen.code}
          onPick={(cause) => {
            setPicked(true)
            onSearch({ cause, details: undefined, q: undefined })
          }}
        />
        <CauseView key={chosen.code} job={job} group={chosen} search={search} picked={picked} onSearch={onSearch} />
      </div>
    </>
  )
}

function chosenGroup(groups: readonly FailureGroup[], search: JobSearch): FailureGroup | undefined {
  return groups.find((group) => group.code === search.cause) ?? groups[0]
}

function EmptyReport({ job }: { job: JobEntry }): ReactNode {
  if (!isOver(job.state)) {
    return (
      <EmptyState title={t`No failures so far`}>
        <Trans>New failures appear here, grouped by cause.</Trans>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={<PartyPopper size={28} strokeWidth={1.5} />} title={t`No failures`}>
      <Trans>Every user of this job changed as requested or needed no change.</Trans>
    </EmptyState>
  )
}
