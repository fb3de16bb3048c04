import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { VisuallyHidden } from '@mantine/core'
import type { Connection } from '@muster/contracts/connection'
import type { ReactNode } from 'react'
import { formatNumber } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { BudgetMeter } from '../../ui/budget/budget-meter.tsx'
import { ColumnChart } from '../../ui/chart/column-chart.tsx'
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
      <CallHistory calls={budget.byFiveMinutes} />
      <p className={classes.quiet}>
        <JobCalls nextJobCallAt={budget.nextJobCallAt} jobsBlocked={jobsBlocked} />{' '}
        <Trans>A part of the budget is reserved for interactive calls.</Trans>
      </p>
    </section>
  )
}

const spanMinutes = 5

/** The calls of each five minutes of the last hour, the earliest first. */
const spansOf = (calls: readonly number[]) =>
  calls.map((count, at) => {
    const until = (calls.length - 1 - at) * spanMinutes
    const since = until + spanMinutes
    return {
      count,
      key: `${since}`,
      name: t`${{ since: formatNumber(since) }} to ${{ until: formatNumber(until) }} minutes ago`,
    }
  })

const callsWords = (count: number): string => plural(count, { one: '# call', other: '# calls' })

/** The calls of the last hour: columns to look at, and the same numbers as a table for screen readers. */
function CallHistory({ calls }: { readonly calls: readonly number[] }): ReactNode {
  if (calls.every((count) => count === 0)) return null
  const most = Math.max(...calls)
  const spans = spansOf(calls)
  return (
    <div className={classes.history}>
      <ColumnChart
        columns={spans.map(({ count, key, name }) => ({
          key,
          title: `${name}: ${callsWords(count)}`,
          parts: [{ kind: 'used', value: count }],
        }))}
        most={most}
        scale={
          <>
            <span>{t`1 hour ago`}</span>
            <span>{t`at most ${{ most: formatNumber(most) }} in 5 minutes`}</span>
            <span>{t`Now`}</span>
          </>
        }
      />
      <VisuallyHidden>
        <CallTable spans={spans} />
      </VisuallyHidden>
    </div>
  )
}

function CallTable({ spans }: { readonly spans: ReturnType<typeof spansOf> }): ReactNode {
  return (
    <table>
      <caption>{t`Calls in the last hour`}</caption>
      <thead>
        <tr>
          <th scope="col">{t`Time`}</th>
          <th scope="col">{t`Calls`}</th>
        </tr>
      </thead>
      <tbody>
        {spans.map(({ key, name, count }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            <td>{formatNumber(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
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
