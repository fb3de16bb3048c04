import { t } from '@lingui/core/macro'
import type { JobEntry } from '@muster/contracts/jobs'
import { isolateText } from '@muster/core/text/visible-controls'
import type { ReactNode } from 'react'
import { formatClock } from '../../../lib/format.ts'
import { useNow } from '../../../lib/now.ts'
import { titleOf } from '../../../lib/source-text.ts'
import { Notice } from '../../../ui/page/notice.tsx'
import { isOver } from '../job-text.ts'
import { NotifyButton } from '../notices/notify-button.tsx'
import { countWords } from './counts-text.ts'
import { JobFigures } from './job-figures.tsx'
import classes from './job-progress.module.css'
import { JobWaiting } from './job-waiting.tsx'
import bar from './outcome-bar.module.css'
import { OutcomeBar } from './outcome-bar.tsx'
import { progressSegments } from './progress-segments.ts'

/** Progress of a job: a bar with its legend, and while it runs its pace, its estimated end and the budget of calls. */
export function JobProgress({ job }: { job: JobEntry }): ReactNode {
  const over = isOver(job.state)
  return (
    <section className={classes.progress} data-over={over || undefined} aria-label={t`Progress`}>
      <OutcomeBar
        counts={job.counts}
        inDoubt={job.inDoubt?.users ?? 0}
        name={isolateText(t`Progress of ${{ title: titleOf(job) }}`)}
        slim={over}
      />
      <Legend job={job} />
      {over ? null : <JobFigures job={job} />}
      <output className={classes.reason}>
        <Reason job={job} />
      </output>
      {over ? null : (
        <div className={classes.hint}>
          <p>{progressHint(job.state)}</p>
          <NotifyButton />
        </div>
      )}
    </section>
  )
}

/** The parts of the bar in words, and when the users in doubt are re-read. */
function Legend({ job: { counts, inDoubt } }: { job: JobEntry }): ReactNode {
  const now = useNow()
  const until = inDoubt?.until ?? null
  return (
    <ul className={bar.legend} aria-label={t`Users by outcome`}>
      {progressSegments(counts, inDoubt?.users).map(({ key, count }) => (
        <li key={key}>
          <span className={bar.part} data-outcome={key} aria-hidden="true" />
          {countWords(key, count)}
          {key === 'in_doubt' && until !== null && Date.parse(until) > now ? (
            <time dateTime={until} className={bar.until}>
              {t`checked at ${{ time: formatClock(until, now) }}`}
            </time>
          ) : null}
        </li>
      ))}
    </ul>
  )
}

/** Waits that end by themselves and need no attention. */
const passing: ReadonlySet<string> = new Set(['lost_responses', 'call_budget', 'other_job'])

/** What the job waits for, or why it paused. */
function Reason({ job }: { job: JobEntry }): ReactNode {
  const { reason, state, waiting } = job
  if (waiting !== null && state !== 'paused') {
    return (
      <Notice kind={passing.has(waiting.reason) ? 'info' : 'warning'}>
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
