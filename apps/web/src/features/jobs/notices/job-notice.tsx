import { t } from '@lingui/core/macro'
import { CloseButton } from '@mantine/core'
import type { JobEntry } from '@muster/contracts/jobs'
import { isolateText } from '@muster/core/text/visible-controls'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { titleOf } from '../../../lib/source-text.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { JobState } from '../job-state.tsx'
import { isUnresolved } from '../job-text.ts'
import classes from '../list/job-tray.module.css'
import { countsWords } from '../progress/counts-text.ts'

interface JobNoticeProps {
  readonly job: JobEntry
  readonly onDismiss: () => void
}

/** A job that ended or paused: its outcome and a link to it, or to its report. */
export function JobNotice({ job, onDismiss }: JobNoticeProps): ReactNode {
  return (
    <aside aria-label={t`Ended or paused job`} className={classes.notice}>
      <div className={classes.words}>
        <JobState job={job} />
        <AppLink href={paths.job(job.id, isUnresolved(job) ? { view: 'report' } : {})} onClick={onDismiss}>
          <Sentence text={titleOf(job)} />
        </AppLink>
        <span>{countsWords(job.counts)}</span>
      </div>
      <CloseButton size="sm" aria-label={t`Dismiss: ${{ title: isolateText(titleOf(job)) }}`} onClick={onDismiss} />
    </aside>
  )
}
