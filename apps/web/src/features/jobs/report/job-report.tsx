import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { UnstyledButton } from '@mantine/core'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import type { CauseCode } from '@muster/core/outcome/cause'
import { causeTitle } from '@muster/wording/cause/cause-text'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Ban, CircleCheck, CircleX, PartyPopper } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import type { JobSearch } from '../../../lib/page-search.ts'
import type { AddressChange } from '../../../lib/use-address.ts'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { QueryBoundary } from '../../../query/query-boundary.tsx'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { EmptyState } from '../../../ui/page/empty-state.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { causeLook, causeStatus } from '../fixes/cause-status.ts'
import { retryAllLabel, retrySomeLabel } from '../fixes/fix-text.ts'
import { usePlanFromJob } from '../fixes/use-plan-from-job.ts'
import { ReportDownloads } from '../items/report-downloads.tsx'
import { isOver } from '../job-text.ts'
import { jobFailuresQuery } from '../queries.ts'
import { CauseView } from './cause-view.tsx'
import classes from './job-report.module.css'
import { Resolved } from './mark-resolved.tsx'

const icons = { resolved: CircleCheck, skipped: Ban, open: CircleX } as const

interface CauseListProps {
  readonly groups: readonly FailureGroup[]
  readonly active: CauseCode
  readonly onPick: (cause: CauseCode) => void
}

/** The causes, each with its number of users and of open failures. */
function CauseList({ groups, active, onPick }: CauseListProps): ReactNode {
  return (
    <nav aria-label={t`Causes`}>
      <h2 className={classes.heading}>
        <Trans>Causes</Trans>
      </h2>
      <ul className={classes.list}>
        {groups.map((group) => {
          const look = causeLook(group)
          const Icon = icons[look]
          return (
            <li key={group.code}>
              <UnstyledButton
                className={classes.cause}
                aria-current={group.code === active ? 'true' : undefined}
                onClick={() => onPick(group.code)}
              >
                <Icon size={16} aria-hidden="true" data-look={look} />
                <span className={classes.title}>
                  <Sentence text={causeTitle(i18n, group.code)} />
                  <span className={classes.open}>{causeStatus(group)}</span>
                </span>
                <span className={classes.number}>{formatNumber(group.count)}</span>
              </UnstyledButton>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

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

/** Actions for the whole report: retry, download, mark as resolved. */
function ReportActions({ job, groups }: { job: JobEntry; groups: readonly FailureGroup[] }): ReactNode {
  const plan = usePlanFromJob()
  const open = groups.reduce((sum, group) => sum + group.open, 0)
  const retriable = groups.reduce((sum, group) => sum + group.retriable, 0)
  return (
    <div className={classes.actions}>
      {retriable > 0 && isOver(job.state) ? (
        <PermittedButton
          permission="plans:write"
          variant="default"
          loading={plan.isPending}
          onClick={() => plan.mutate({ kind: 'retry', jobId: job.id })}
        >
          {retriable < open ? retrySomeLabel(retriable, open, job.kinds) : retryAllLabel(retriable, job.kinds)}
        </PermittedButton>
      ) : null}
      <ReportDownloads job={job} label={t`Download report`} only="failures" />
      {isOver(job.state) && (open > 0 || job.resolved !== null) ? <Resolved job={job} /> : null}
      <ErrorNote error={plan.error} />
    </div>
  )
}
