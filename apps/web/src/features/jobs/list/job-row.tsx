import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { JobEntry } from '@muster/contracts/jobs'
import { isolateText } from '@muster/core/text/visible-controls'
import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { formatDuration } from '../../../lib/format.ts'
import { paths } from '../../../lib/paths.ts'
import { sourceWords, titleOf } from '../../../lib/source-text.ts'
import { subjectWords } from '../../../lib/subject-text.ts'
import list from '../../../query/list-page.module.css'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { Time } from '../../../ui/facts/time.tsx'
import { JobState } from '../job-state.tsx'
import { isOver, isUnresolved, undoneWords } from '../job-text.ts'
import { countsWords } from '../progress/counts-text.ts'
import { JobWaiting } from '../progress/job-waiting.tsx'
import { OutcomeBar } from '../progress/outcome-bar.tsx'
import classes from './jobs-page.module.css'

function Reason({ job: { kinds, reason, state, waiting } }: { job: JobEntry }): ReactNode {
  if (isOver(state) || (waiting === null && reason === null)) return null
  return (
    <div className={list.quiet}>
      {waiting === null ? <Sentence text={reason ?? ''} /> : <JobWaiting waiting={waiting} kinds={kinds} />}
    </div>
  )
}

/** The state of a job, its reason, and what remains to do. */
function StateFacts({ job }: { job: JobEntry }): ReactNode {
  return (
    <>
      <JobState job={job} />
      {isUnresolved(job) ? (
        <AppLink href={paths.job(job.id, { view: 'report' })} className={classes.unresolved}>
          <CircleAlert size={14} aria-hidden="true" /> <Trans>Review report</Trans>
        </AppLink>
      ) : null}
      {job.secondsLeft === null || isOver(job.state) ? null : (
        <div className={list.quiet}>{t`about ${{ duration: formatDuration(job.secondsLeft) }} left`}</div>
      )}
      <Reason job={job} />
      {job.undoneBy === null ? null : <div className={list.quiet}>{undoneWords(job)}</div>}
      {job.resolved === null ? null : <div className={list.quiet}>{t`Resolved`}</div>}
    </>
  )
}

/** One job in the list: title, progress, state, and whether its report is unresolved. */
export function JobRow({ job }: { job: JobEntry }): ReactNode {
  return (
    <tr>
      <td className={classes.job}>
        <AppLink href={paths.job(job.id)} className={list.title}>
          <Sentence text={titleOf(job)} />
        </AppLink>
        <div className={list.quiet}>
          {job.name === null ? subjectWords(job.total, job.kinds) : <Sentence text={job.title} />} ·{' '}
          {sourceWords(job.source)}
        </div>
      </td>
      <td className={classes.progress}>
        {isOver(job.state) ? null : (
          <OutcomeBar
            counts={job.counts}
            inDoubt={job.inDoubt?.users ?? 0}
            name={isolateText(t`Progress of ${{ title: titleOf(job) }}`)}
            slim
          />
        )}
        <div className={isOver(job.state) ? undefined : list.quiet}>{countsWords(job.counts)}</div>
      </td>
      <td>
        <StateFacts job={job} />
      </td>
      <td>
        <bdi className={list.by} title={job.createdBy}>
          {job.createdBy}
        </bdi>
        <div className={list.quiet}>
          <Time iso={job.createdAt} />
        </div>
      </td>
    </tr>
  )
}
