import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { JobEntry } from '@muster/contracts/jobs'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { paths } from '../../lib/paths.ts'
import { titleOf } from '../../lib/source-text.ts'
import { useChangeSearch } from '../../lib/use-address.ts'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { Page } from '../../ui/page/page.tsx'
import { JobItems } from './items/job-items.tsx'
import { JobState } from './job-state.tsx'
import { DelayedStart } from './progress/delayed-start.tsx'
import { JobActions } from './progress/job-actions.tsx'
import { JobChain } from './progress/job-chain.tsx'
import { JobProgress } from './progress/job-progress.tsx'
import { JobRelations } from './progress/job-relations.tsx'
import { JobViews } from './progress/job-views.tsx'
import { jobQuery } from './queries.ts'
import { JobReport } from './report/job-report.tsx'

/** A job: its progress, the outcome of each user, and the fixes for failures. */
export function JobPage(): ReactNode {
  const { jobId } = useParams({ from: '/app/jobs/$jobId' })
  const { data: job } = useSuspenseQuery(jobQuery(jobId))
  return <JobView key={jobId} job={job} />
}

function JobsLink(): ReactNode {
  return (
    <AppLink href={paths.jobs()}>
      <Trans>Jobs</Trans>
    </AppLink>
  )
}

function JobView({ job }: { job: JobEntry }): ReactNode {
  const search = useSearch({ from: '/app/jobs/$jobId' })
  const change = useChangeSearch(search)
  return (
    <Page
      title={titleOf(job)}
      documentTitle={t`Job: ${{ title: titleOf(job) }}`}
      above={<JobsLink />}
      state={<Origin job={job} />}
      actions={<JobActions job={job} />}
    >
      <DelayedStart job={job} />
      <JobProgress job={job} />
      <JobRelations job={job} />
      <JobChain job={job} />
      <JobViews job={job} search={search} onSearch={change} />
      {search.view === 'report' ? (
        <JobReport job={job} search={search} onSearch={change} />
      ) : (
        <JobItems job={job} search={search} onSearch={change} />
      )}
    </Page>
  )
}

function Origin({ job }: { job: JobEntry }): ReactNode {
  return (
    <>
      {job.name === null ? null : (
        <div>
          <Sentence text={job.title} />
        </div>
      )}
      <JobState job={job} /> ·{' '}
      <Trans>
        started by <bdi>{job.createdBy}</bdi> <Time iso={job.startedAt ?? job.createdAt} />
      </Trans>
      {job.finishedAt === null ? null : (
        <>
          {' '}
          ·{' '}
          <Trans>
            ended <Time iso={job.finishedAt} />
          </Trans>
        </>
      )}{' '}
      ·{' '}
      <AppLink href={paths.plan(job.planId)}>
        <Trans>plan</Trans>
      </AppLink>{' '}
      ·{' '}
      <AppLink href={paths.audit({ jobId: job.id })}>
        <Trans>audit</Trans>
      </AppLink>
    </>
  )
}
