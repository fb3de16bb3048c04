import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatDay, formatNumber } from '../../lib/format.ts'
import { ChartLegend, ColumnChart } from '../../ui/chart/column-chart.tsx'
import { type Day, sumOfDay } from './days.ts'

/** Outcomes by day: columns to look at, and the same numbers as a table for screen readers. */
export function DayChart({ days }: { readonly days: readonly Day[] }): ReactNode {
  const most = Math.max(1, ...days.map(sumOfDay))
  const columns = days.map((day) => ({
    key: day.from,
    title: dayWords(day),
    parts: [
      { kind: 'failed', value: day.failed },
      { kind: 'other', value: day.other },
      { kind: 'changed', value: day.changed },
    ] as const,
  }))
  return (
    <>
      <ColumnChart
        columns={columns}
        most={most}
        scale={
          <>
            <time dateTime={days[0]?.from ?? ''}>{formatDay(days[0]?.from ?? '')}</time>
            <span>{t`at most ${{ most: formatNumber(most) }} a day`}</span>
            <time dateTime={days.at(-1)?.from ?? ''}>{formatDay(days.at(-1)?.from ?? '')}</time>
          </>
        }
      />
      <ChartLegend
        entries={[
          { kind: 'changed', name: t`Changed` },
          { kind: 'failed', name: t`Failed or unknown` },
          { kind: 'other', name: t`Unchanged, skipped or pending` },
        ]}
      />
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
