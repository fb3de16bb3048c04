import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { JobEntry } from '@muster/contracts/jobs'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { formatDuration, formatMinute, formatNumber, formatShare } from '../../../lib/format.ts'
import { useNow } from '../../../lib/now.ts'
import { isErasureOnly } from '../../../lib/subject-text.ts'
import { BudgetMeter } from '../../../ui/budget/budget-meter.tsx'
import { Time } from '../../../ui/facts/time.tsx'
import { budgetQuery } from '../queries.ts'
import classes from './job-progress.module.css'
import { endedCount, percentDone } from './progress-segments.ts'

/** How far a job is, when it ends, how fast it is, and how much of Kore.ai's budget of calls is used. */
export function JobFigures({ job }: { job: JobEntry }): ReactNode {
  const { counts, total, secondsLeft, ratePerHour, kinds } = job
  const now = useNow()
  const processed = formatNumber(endedCount(counts))
  const end = secondsLeft === null ? null : new Date(now + secondsLeft * 1000).toISOString()
  return (
    <div className={classes.figures}>
      <Figure name={t`Processed`} value={formatShare(percentDone(counts) / 100)}>
        {t`${{ processed }} of ${{ total: formatNumber(total) }}`}
      </Figure>
      {end === null || secondsLeft === null ? null : (
        <Figure name={t`Estimated end`} value={<time dateTime={end}>{formatMinute(end, now)}</time>}>
          {t`about ${{ duration: formatDuration(secondsLeft) }} left`}
        </Figure>
      )}
      {ratePerHour === null ? null : (
        <Figure
          name={isErasureOnly(kinds) ? t`People per hour` : t`Users per hour`}
          value={formatNumber(Math.round(ratePerHour))}
        >
          {t`estimated from the call budget, or measured in the last minute`}
        </Figure>
      )}
      <JobBudget />
    </div>
  )
}

interface FigureProps {
  readonly name: string
  readonly value: ReactNode
  readonly children: ReactNode
}

function Figure({ name, value, children }: FigureProps): ReactNode {
  return (
    <div>
      <div>{name}</div>
      <strong className={classes.value}>{value}</strong>
      <div className={classes.quiet}>{children}</div>
    </div>
  )
}

/** The calls to Kore.ai in both rolling windows. Renders nothing if the budget cannot be read. */
function JobBudget(): ReactNode {
  const { data } = useQuery(budgetQuery)
  const now = useNow()
  if (data === undefined) return null
  const { perMinute, perHour, nextJobCallAt } = data.budget
  return (
    <div className={classes.budget}>
      <BudgetMeter name={t`Calls in the last minute`} label={t`Calls used in the last minute`} window={perMinute} />
      <BudgetMeter name={t`Calls in the last hour`} label={t`Calls used in the last hour`} window={perHour} />
      <div className={classes.quiet}>
        {nextJobCallAt === null || Date.parse(nextJobCallAt) <= now ? (
          <Trans>One call carries many users.</Trans>
        ) : (
          <Trans>
            Next call <Time iso={nextJobCallAt} />
          </Trans>
        )}
      </div>
    </div>
  )
}
