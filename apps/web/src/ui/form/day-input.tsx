import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './day-input.module.css'

interface DayInputProps {
  /** "From", "To". */
  readonly label: string
  /** YYYY-MM-DD, or empty. */
  readonly value: string
  readonly onPick: (day: string) => void
}

/** One day, with its meaning inside the box so that two of them can stand side by side. */
export function DayInput({ label, value, onPick }: DayInputProps): ReactNode {
  return (
    <TextInput
      size="xs"
      type="date"
      aria-label={`${label} day`}
      leftSection={<span className={classes.label}>{label}</span>}
      leftSectionWidth={46}
      value={value}
      onChange={(event) => onPick(event.currentTarget.value)}
    />
  )
}
