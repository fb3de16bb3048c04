import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { Connection } from '@muster/contracts/connection'
import type { ReactNode } from 'react'
import { useNow } from '../../lib/now.ts'
import { BudgetMeter } from '../../ui/budget/budget-meter.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Time } from '../../ui/facts/time.tsx'
import classes from './connection.module.css'

/** Use of Kore.ai's two rolling limits. */
export function BudgetMeters({ budget, jobsBlocked }: Pick<Connection, 'budget' | 'jobsBlocked'>): ReactNode {
  return (
    <section aria-label={t`Budget`}>
      <h2>
        <Trans>Call budget</Trans>
      </h2>
      <div className={classes.meters}>
        <BudgetMeter name={t`In the last minute`} label={t`Calls used in the last minute`} window={budget.perMinute} />
        <BudgetMeter name={t`In the last hour`} label={t`Calls used in the last hour`} window={budget.perHour} />
      </div>
      <p className={classes.quiet}>
        <JobCalls nextJobCallAt={budget.nextJobCallAt} jobsBlocked={jobsBlocked} />{' '}
        <Trans>A part of the budget is reserved for interactive calls.</Trans>
      </p>
    </section>
  )
}

interface JobCallsProps extends Pick<Connection, 'jobsBlocked'> {
  readonly nextJobCallAt: string | null
}

/** When jobs can make their next call. */
function JobCalls({ nextJobCallAt, jobsBlocked }: JobCallsProps): ReactNode {
  const now = useNow()
  if (jobsBlocked !== null) {
    return (
      <Trans>
        Jobs cannot call. <Sentence text={jobsBlocked} />
      </Trans>
    )
  }
  if (nextJobCallAt === null || Date.parse(nextJobCallAt) <= now) return <Trans>Jobs can call now.</Trans>
  return (
    <Trans>
      Jobs can call again <Time iso={nextJobCallAt} />.
    </Trans>
  )
}
