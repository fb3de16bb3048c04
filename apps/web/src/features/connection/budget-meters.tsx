import type { Connection } from '@muster/contracts/connection'
import type { ReactNode } from 'react'
import { formatNumber } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { Time } from '../../ui/facts/time.tsx'
import { budgetMeter } from './budget-meter.ts'
import classes from './connection.module.css'

const levels = { plenty: '', low: ', running low', spent: ', used up for now' } as const

/** How much of Kore.ai's two rolling limits is used. */
export function BudgetMeters({ budget, jobsBlocked }: Pick<Connection, 'budget' | 'jobsBlocked'>): ReactNode {
  const now = useNow()
  return (
    <section aria-label="Budget">
      <h2>Budget of calls</h2>
      <Meter name="In the last minute" window={budget.perMinute} />
      <Meter name="In the last hour" window={budget.perHour} />
      <p className={classes.quiet}>
        {jobsBlocked !== null ? (
          `Jobs cannot call. ${jobsBlocked}`
        ) : budget.nextJobCallAt === null || Date.parse(budget.nextJobCallAt) <= now ? (
          'Jobs can call now.'
        ) : (
          <>
            Jobs can call again <Time iso={budget.nextJobCallAt} />.
          </>
        )}{' '}
        A part of the budget is reserved for interactive calls.
      </p>
    </section>
  )
}

function Meter({ name, window }: { name: string; window: { limit: number; used: number } }): ReactNode {
  const { used, percent, level } = budgetMeter(window)
  return (
    <div className={classes.meter}>
      <div className={classes.meterWords}>
        <span>{name}</span>
        <span>
          <strong>{formatNumber(used)}</strong> of {formatNumber(window.limit)} used{levels[level]}
        </span>
      </div>
      <div
        className={classes.track}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a meter element cannot be coloured alike in all browsers
        role="meter"
        aria-label={`Calls used ${name.toLowerCase()}`}
        aria-valuemin={0}
        aria-valuemax={window.limit}
        aria-valuenow={used}
        aria-valuetext={`${used} of ${window.limit} calls used`}
      >
        <span className={classes.used} data-level={level} style={{ width: `${percent}%` }} />
      </div>
    </div>
  )
}
