import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { Connection } from '@muster/contracts/connection'
import type { ReactNode } from 'react'
import { formatNumber } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { type BudgetMeter, budgetMeter } from './budget-meter.ts'
import classes from './connection.module.css'

/** Use of Kore.ai's two rolling limits. */
export function BudgetMeters({ budget, jobsBlocked }: Pick<Connection, 'budget' | 'jobsBlocked'>): ReactNode {
  return (
    <section aria-label={t`Budget`}>
      <h2>
        <Trans>Call budget</Trans>
      </h2>
      <Meter name={t`In the last minute`} label={t`Calls used in the last minute`} window={budget.perMinute} />
      <Meter name={t`In the last hour`} label={t`Calls used in the last hour`} window={budget.perHour} />
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

interface MeterProps {
  readonly name: string
  /** Accessible name. */
  readonly label: string
  readonly window: { readonly limit: number; readonly used: number }
}

function Meter({ name, label, window }: MeterProps): ReactNode {
  const { used, percent, level } = budgetMeter(window)
  const usedCalls = formatNumber(used)
  const limit = formatNumber(window.limit)
  return (
    <div className={classes.meter}>
      <div className={classes.meterWords}>
        <span>{name}</span>
        <span>
          <Used level={level} used={usedCalls} limit={limit} />
        </span>
      </div>
      <div
        className={classes.track}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- browsers color a meter element differently
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={window.limit}
        aria-valuenow={used}
        aria-valuetext={t`${{ used: usedCalls }} of ${{ limit }} calls used`}
      >
        <span className={classes.used} data-level={level} style={{ width: `${percent}%` }} />
      </div>
    </div>
  )
}

interface UsedProps extends Pick<BudgetMeter, 'level'> {
  readonly used: string
  readonly limit: string
}

function Used({ level, used, limit }: UsedProps): ReactNode {
  if (level === 'spent') {
    return (
      <Trans>
        <strong>{used}</strong> of {limit} used, none left for now
      </Trans>
    )
  }
  if (level === 'low') {
    return (
      <Trans>
        <strong>{used}</strong> of {limit} used, running low
      </Trans>
    )
  }
  return (
    <Trans>
      <strong>{used}</strong> of {limit} used
    </Trans>
  )
}
