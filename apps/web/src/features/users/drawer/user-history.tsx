import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { AuditEntry } from '@muster/contracts/audit'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { Time } from '../../../ui/facts/time.tsx'
import classes from './user-drawer.module.css'

interface UserHistoryProps {
  readonly history: readonly AuditEntry[]
}

/** The audit entries of this user, newest first. */
export function UserHistory({ history }: UserHistoryProps): ReactNode {
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>
        <Trans>History</Trans>
      </h3>
      {history.length === 0 ? <p className={classes.none}>{t`Muster has not changed this user yet.`}</p> : null}
      <ol className={classes.history}>
        {history.map((entry) => (
          <li key={entry.seq} className={classes.entry}>
            <div>
              <Sentence text={entry.sentence} />
            </div>
            <div className={classes.when}>
              <Time iso={entry.at} />
              {entry.jobId === null ? null : (
                <>
                  {' · '}
                  <AppLink href={paths.job(entry.jobId)}>{t`Open the job`}</AppLink>
                </>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
