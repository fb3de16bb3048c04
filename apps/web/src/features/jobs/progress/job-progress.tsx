import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { JobEntry } from '@muster/contracts/jobs'
import { isolateText } from '@muster/core/text/visible-controls'
import type { ReactNode } from 'react'
import { formatDuration, formatNumber, formatShare } from '../../../lib/format.ts'
import { isErasureOnly } from '../../../lib/subject-text.ts'
import { Notice } from '../../../ui/page/notice.tsx'
import { isOver } from '../job-text.ts'
import { JobBudget } from './job-budget.tsx'
import classes from './job-progress.module.css'
import { JobWaiting } from './job-waiting.tsx'
import { OutcomeBar } from './outcome-bar.tsx'
import { endedCount, percentDone } from './progress-segments.ts'

/** Progress of a job: one bar with its figures. */
export function JobProgress({ job }: { job: JobEntry }): ReactNode {
  const over = isOver(job.state)
  const processed = formatNumber(endedCount(job.counts))
  const total = formatNumber(job.total)
  return (
    <section className={classes.progress} aria-label={t`Progress`}>
      <OutcomeBar counts={job.counts} name={isolateText(t`Progress of ${{ title: job.title }}`)} />
      <div className={classes.facts}>
        <span>
          <Trans>
            <strong>{processed}</strong> of {total} processed
          </Trans>
          {over ? null : ` (${formatShare(percentDone(job.counts) / 100)})`}
        </span>
        {job.ratePerHour === null || over ? null : <span>{rateWords(Math.round(job.ratePerHour), job.kinds)}</span>}
        {job.secondsLeft === null || over ? null : (
          <span>{t`about ${{ duration: formatDuration(job.secondsLeft) }} left`}</span>
        )}
        {over ? null : <JobBudget />}
      </div>
      <output className={classes.reason}>
        <Reason job={job} />
      </output>
      {over ? null : <p className={classes.hint}>{progressHint(job.state)}</p>}
    </section>
  )
}

const rateWords = (count: number, kinds: JobEntry['kinds']): string =>
  isErasureOnly(kinds)
    ? plural(count, { one: '# person per hour', other: '# people per hour' })
    : plural(count, { one: '# user per hour', other: '# users per hour' })

/** What the job waits for, or why it paused. */
function Reason({ job }: { job: JobEntry }): ReactNode {
  const { reason, state, waiting } = job
  if (waiting !== null && state !== 'paused') {
    return (
      <Notice kind={waiting.reason === 'lost_responses' || waiting.reason === 'call_budget' ? 'info' : 'warning'}>
        <JobWaiting waiting={waiting} kinds={job.kinds} />
      </Notice>
    )
  }
  return reason === null ? null : <Notice kind={state === 'paused' ? 'warning' : 'info'}>{reason}</Notice>
}

function progressHint(state: JobEntry['state']): string {
  if (state === 'paused') return t`Nothing is sent while the job is paused. You can leave this page and come back.`
  return state === 'pausing' || state === 'cancelling'
    ? t`Muster sends nothing more and waits for the calls in progress. You can leave this page and come back.`
    : t`The job continues without this page. You can leave and come back.`
}
