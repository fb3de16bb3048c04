import { t } from '@lingui/core/macro'
import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatCalendarDay } from '../../lib/format.ts'
import classes from './day-range.module.css'

type End = 'from' | 'to'

interface DayRangeProps {
  /** YYYY-MM-DD, or absent. */
  readonly from: string | undefined
  readonly to: string | undefined
  readonly onPick: (end: End, day: string) => void
}

/** The days of a filter, for the pills of its list. */
export const dayPills = ({ from, to }: Partial<Record<End, string | undefined>>) =>
  [
    { key: 'from', text: from === undefined ? null : t`From ${{ day: formatCalendarDay(from) }}` },
    { key: 'to', text: to === undefined ? null : t`To ${{ day: formatCalendarDay(to) }}` },
  ] as const

/** Two dates that stay in one line, with their labels inside the boxes. */
export function DayRange({ from = '', to = '', onPick }: DayRangeProps): ReactNode {
  const input = (end: End, label: string, value: string) => (
    <TextInput
      type="date"
      aria-label={label}
      leftSection={<span className={classes.label}>{label}</span>}
      leftSectionWidth={46}
      value={value}
      onChange={(event) => onPick(end, event.currentTarget.value)}
    />
  )
  return (
    <div className={classes.range}>
      {input('from', t`From`, from)}
      {input('to', t`To`, to)}
    </div>
  )
}
