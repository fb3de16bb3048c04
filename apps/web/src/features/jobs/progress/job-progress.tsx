import type { JobEntry } from '@muster/contracts/jobs'
import { isolateText } from '@muster/core/text/visible-controls'
import { subjectsInWords } from '@muster/core/wording/effect-label'
import type { ReactNode } from 'react'
import { formatDuration, formatNumber } from '../../../lib/format.ts'
import { Notice } from '../../../ui/page/notice.tsx'
import { isOver } from '../job-words.ts'
import { JobBudget } from './job-budget.tsx'
import classes from './job-progress.module.css'
import { JobWaiting } from './job-waiting.tsx'
import { OutcomeBar } from './outcome-bar.tsx'
import { endedCount, percentDone } from './progress-segments.ts'

/** How far a job is: one bar, and beside it the figures in words. */
export function JobProgress({ job }: { job: JobEntry }): ReactNode {
  const over = isOver(job.state)
  const settled = endedCount(job.counts)
  return (
    <section className={classes.progress} aria-label="Progress">
      <OutcomeBar counts={job.counts} name={isolateText(`Progress of ${job.title}`)} />
      <div className={classes.facts}>
        <span>
          <strong>{formatNumber(settled)}</strong> of {subjectsInWords(job.total, job.kinds)} settled
          {over ? null : ` (${percentDone(job.counts)}%)`}
        </span>
        {job.ratePerMinute === null || over ? null : (
          <span>{subjectsInWords(Math.round(job.ratePerMinute), job.kinds)} a minute</span>
        )}
        {job.secondsLeft === null || over ? null : <span>about {formatDuration(job.secondsLeft)} left</span>}
        {over ? null : <JobBudget />}
      </div>
      <output className={classes.reason}>
        <Reason job={job} />
      </output>
      {over ? null : <p className={classes.leave}>{leaveWords(job.state)} You can leave and come back.</p>}
    </section>
  )
}

/** What the job waits for, or why it paused. */
function Reason({ job }: { job: JobEntry }): ReactNode {
  const { reason, state, waiting } = job
  if (waiting !== null && state !== 'paused') {
    return (
      <Notice kind={waiting.reason === 'lost_responses' || waiting.reason === 'call_budget' ? 'info' : 'warning'}>
        <JobWaiting waiting={waiting} kinds={job.kinds} />.
      </Notice>
    )
  }
  return reason === null ? null : <Notice kind={state === 'paused' ? 'warning' : 'info'}>{reason}</Notice>
}

function leaveWords(state: JobEntry['state']): string {
  if (state === 'paused') return 'Nothing is sent while it is paused.'
  return state === 'pausing' || state === 'cancelling'
    ? 'Nothing more is sent; what is on its way is awaited.'
    : 'The job goes on without this page.'
}
