import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { JobEntry } from '@muster/contracts/jobs'
import { isolateText } from '@muster/core/text/visible-controls'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { formatDuration, formatNumber, formatShare } from '../../../lib/format.ts'
import { useNow } from '../../../lib/now.ts'
import { isErasureOnly } from '../../../lib/subject-text.ts'
import { Time } from '../../../ui/facts/time.tsx'
import { Notice } from '../../../ui/page/notice.tsx'
import { isOver } from '../job-text.ts'
import { budgetQuery } from '../queries.ts'
import classes from './job-progress.module.css'
import { JobWaiting } from './job-waiting.tsx'
import { OutcomeBar } from './outcome-bar.tsx'
import { endedCount, percentDone } from './progress-segments.ts'

const remaining = (window: { limit: number; used: number }) => formatNumber(Math.max(0, window.limit - window.used))

/** The remaining calls to Kore.ai while a job runs. Renders nothing if the budget cannot be read. */
function JobBudget(): ReactNode {
  const { data } = useQuery(budgetQuery)
  const now = useNow()
  if (data === undefined) return null
  const { perMinute, perHour, nextJobCallAt } = data.budget
  const minute = remaining(perMinute)
  const minuteLimit = formatNumber(perMinute.limit)
  const hour = remaining(perHour)
  const hourLimit = formatNumber(perHour.limit)
  return (
    <span title={t`Remaining calls to Kore.ai in the rolling windows. One call carries many users.`}>
      {nextJobCallAt === null || Date.parse(nextJobCallAt) <= now ? (
        <Trans>
          {minute} of {minuteLimit} calls left this minute, {hour} of {hourLimit} this hour
        </Trans>
      ) : (
        <Trans>
          {minute} of {minuteLimit} calls left this minute, {hour} of {hourLimit} this hour; next call{' '}
          <Time iso={nextJobCallAt} />
        </Trans>
      )}
    </span>
  )
}

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
