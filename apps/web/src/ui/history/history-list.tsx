import { i18n } from '@lingui/core'
import type { AuditEntry } from '@muster/contracts/audit'
import { isolateText } from '@muster/core/text/visible-controls'
import type { ReactNode } from 'react'
import { Time } from '../facts/time.tsx'
import { actionWords } from './action-words.ts'
import { Actor } from './actor.tsx'
import { FactChips } from './fact-chips.tsx'
import classes from './history.module.css'

interface HistoryListProps {
  readonly entries: readonly AuditEntry[]
  /** The link to a job. */
  readonly renderJob: (jobId: string) => ReactNode
}

/** Entries of the audit as facts: who, what, when. The page names their user. */
export function HistoryList({ entries, renderJob }: HistoryListProps): ReactNode {
  return (
    <ol className={classes.history}>
      {entries.map((entry) => (
        <li key={entry.seq} className={classes.entry} title={isolateText(entry.sentence)}>
          <Actor entry={entry} />
          <span className={classes.when}>
            <Time iso={entry.at} />
          </span>
          <div className={classes.facts}>
            <span className={classes.verb}>{i18n._(actionWords[entry.action])}</span>
            <FactChips entry={entry} withSentence isWhole />
            {entry.jobId === null ? null : <span className={classes.job}>{renderJob(entry.jobId)}</span>}
          </div>
        </li>
      ))}
    </ol>
  )
}
