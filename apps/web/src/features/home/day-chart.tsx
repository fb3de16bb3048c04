import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatDay, formatNumber } from '../../lib/format.ts'
import { type Day, sumOfDay } from './days.ts'
import classes from './home.module.css'

/** Outcomes by day: columns to look at, and the same numbers as a table for screen readers. */
export function DayChart({ days }: { readonly days: readonly Day[] }): ReactNode {
  const most = Math.max(1, ...days.map(sumOfDay))
  return (
    <>
      <div className={classes.days} aria-hidden="true">
        {days.map((day) => (
          <div key={day.from} className={classes.day} title={dayWords(day)}>
            <div className={classes.column} style={{ blockSize: `${(100 * sumOfDay(day)) / most}%` }}>
              <span className={classes.failed} style={{ flexGrow: day.failed }} />
              <span className={classes.other} style={{ flexGrow: day.other }} />
              <span className={classes.changed} style={{ flexGrow: day.changed }} />
            </div>
          </div>
        ))}
      </div>
      <div className={classes.scale} aria-hidden="true">
        <time dateTime={days[0]?.from ?? ''}>{formatDay(days[0]?.from ?? '')}</time>
        <span>{t`at most ${{ most: formatNumber(most) }} a day`}</span>
        <time dateTime={days.at(-1)?.from ?? ''}>{formatDay(days.at(-1)?.from ?? '')}</time>
      </div>
      <p className={classes.legend} aria-hidden="true">
        <span data-key="changed">
          <Trans>Changed</Trans>
        </span>
        <span data-key="failed">
          <Trans>Failed or unknown</Trans>
        </span>
        <span data-key="other">
          <Trans>Unchanged, skipped or pending</Trans>
        </span>
      </p>
      <VisuallyHidden>
        <DayTable days={days} />
      </VisuallyHidden>
    </>
  )
}

const dayWords = (day: Day): string =>
  t`${{ day: formatDay(day.from) }}: ${{ changed: formatNumber(day.changed) }} changed, ${{ failed: formatNumber(day.failed) }} failed or unknown, ${{ other: formatNumber(day.other) }} other`

function DayTable({ days }: { readonly days: readonly Day[] }): ReactNode {
  return (
    <table>
      <caption>
        <Trans>Outcomes by day</Trans>
      </caption>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Day</Trans>
          </th>
          <th scope="col">
            <Trans>Changed</Trans>
          </th>
          <th scope="col">
            <Trans>Failed or unknown</Trans>
          </th>
          <th scope="col">
            <Trans>Unchanged, skipped or pending</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <tr key={day.from}>
            <th scope="row">
              <time dateTime={day.from}>{formatDay(day.from)}</time>
            </th>
            <td>{formatNumber(day.changed)}</td>
            <td>{formatNumber(day.failed)}</td>
            <td>{formatNumber(day.other)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
