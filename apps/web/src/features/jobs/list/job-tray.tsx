import { plural, t } from '@lingui/core/macro'
import { UnstyledButton } from '@mantine/core'
import type { JobEntry } from '@muster/contracts/jobs'
import { isolateText } from '@muster/core/text/visible-controls'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { onMusterEvent, useStreamAnswered } from '../../../lib/events.ts'
import { formatDuration, formatShare } from '../../../lib/format.ts'
import { withMessages } from '../../../lib/language/active-language.ts'
import { paths } from '../../../lib/paths.ts'
import { titleOf } from '../../../lib/source-text.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { JobState } from '../job-state.tsx'
import { stateWords } from '../job-text.ts'
import { useJobNotices } from '../notices/use-job-notices.ts'
import { countsWords } from '../progress/counts-text.ts'
import { JobWaiting } from '../progress/job-waiting.tsx'
import { OutcomeBar } from '../progress/outcome-bar.tsx'
import { percentDone } from '../progress/progress-segments.ts'
import { adoptJob, runningJobsQuery } from '../queries.ts'
import classes from './job-tray.module.css'

const JobNotice = lazy(async () => ({
  default: (await withMessages(import('../notices/job-notice.tsx'))).JobNotice,
}))

/** On every page: what ended or paused, and the running jobs. Renders nothing without one. */
export function JobTray(): ReactNode {
  useJobEvents()
  const { data } = useQuery({ ...runningJobsQuery, enabled: useStreamAnswered() })
  const { notice, dismiss } = useJobNotices(data?.items)
  return (
    <div className={classes.dock}>
      <div aria-live="polite">
        {notice === undefined ? null : (
          <Suspense>
            <JobNotice job={notice} onDismiss={() => dismiss(notice.id)} />
          </Suspense>
        )}
      </div>
      <RunningJobs jobs={data?.items ?? []} />
    </div>
  )
}

function RunningJobs({ jobs }: { jobs: readonly JobEntry[] }): ReactNode {
  const [open, setOpen] = useState(false)
  const first = jobs[0]
  if (first === undefined) return null
  const Icon = open ? ChevronDown : ChevronUp
  return (
    <aside className={classes.tray} data-open={open || undefined} aria-label={t`Running jobs`}>
      <UnstyledButton className={classes.head} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className={classes.title}>
          {jobs.length === 1 ? (
            <>
              {progressLabel(first)} · <Sentence text={titleOf(first)} />
            </>
          ) : (
            plural(jobs.length, { one: '# job running', other: '# jobs running' })
          )}
        </span>
        <Icon size={16} aria-hidden="true" />
      </UnstyledButton>
      {open ? (
        <ul className={classes.list}>
          {jobs.map((job) => (
            <TrayJob key={job.id} job={job} />
          ))}
        </ul>
      ) : (
        <OutcomeBar counts={first.counts} name={progressName(first)} slim />
      )}
    </aside>
  )
}

const progressName = (job: JobEntry): string => isolateText(t`Progress of ${{ title: titleOf(job) }}`)

/** "71%", or "Paused, 71%" for a job that sends nothing. */
function progressLabel(job: JobEntry): string {
  const percent = formatShare(percentDone(job.counts) / 100)
  const { label, look } = stateWords(job)
  return look === 'moving' ? percent : t`${{ state: label }}, ${percent}`
}

function TrayJob({ job }: { job: JobEntry }): ReactNode {
  return (
    <li className={classes.job}>
      <AppLink href={paths.job(job.id)}>
        <Sentence text={titleOf(job)} />
      </AppLink>
      <OutcomeBar counts={job.counts} name={progressName(job)} slim />
      <div className={classes.facts}>
        <JobState job={job} />
        <span>{countsWords(job.counts)}</span>
        {job.secondsLeft === null ? null : (
          <span>{t`about ${{ duration: formatDuration(job.secondsLeft) }} left`}</span>
        )}
      </div>
      {job.waiting === null && job.reason === null ? null : (
        <div className={classes.facts}>
          <span>
            {job.waiting === null ? (
              <Sentence text={job.reason ?? ''} />
            ) : (
              <JobWaiting waiting={job.waiting} kinds={job.kinds} />
            )}
          </span>
        </div>
      )}
    </li>
  )
}

/** Updates every job on screen from the event stream of the tab. The tray is on every page, so it listens for all. */
function useJobEvents(): void {
  const client = useQueryClient()
  useEffect(() => onMusterEvent('job', ({ job }) => adoptJob(client, job)), [client])
}
