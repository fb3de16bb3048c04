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

/** A date with its label inside the box, which leaves room for two of them in one line. */
export function DayInput({ label, value, onPick }: DayInputProps): ReactNode {
  return (
    <TextInput
      size="xs"
      type="date"
      aria-label={label}
      leftSection={<span className={classes.label}>{label}</span>}
      leftSectionWidth={46}
      value={value}
      onChange={(event) => onPick(event.currentTarget.value)}
    />
  )
}
