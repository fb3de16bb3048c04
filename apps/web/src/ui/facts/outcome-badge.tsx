import { type Outcome, outcomes } from '@muster/core/outcome/outcome'
import { Ban, CircleCheck, CircleHelp, CirclePause, CircleX, Equal, LoaderCircle } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatNumber } from '../../lib/format.ts'
import classes from './outcome-badge.module.css'

const looks = {
  changed: { word: 'Changed', Icon: CircleCheck },
  unchanged: { word: 'Unchanged', Icon: Equal },
  skipped: { word: 'Skipped', Icon: Ban },
  failed: { word: 'Failed', Icon: CircleX },
  not_attempted: { word: 'Not attempted', Icon: CirclePause },
  unknown: { word: 'Unknown', Icon: CircleHelp },
  pending: { word: 'Pending', Icon: LoaderCircle },
} as const

interface OutcomeBadgeProps {
  /** `pending` while the job still runs. */
  readonly outcome: Outcome | 'pending'
  /** Shown before the word: "38 changed". */
  readonly count?: number
}

/** One outcome: colour, icon and word together, never colour alone. */
export function OutcomeBadge({ outcome, count }: OutcomeBadgeProps): ReactNode {
  const { word, Icon } = looks[outcome]
  return (
    <span className={classes.badge} data-outcome={outcome}>
      <Icon size={14} aria-hidden="true" />
      {count === undefined ? word : `${formatNumber(count)} ${word.toLowerCase()}`}
    </span>
  )
}

/** The word of an outcome: "Not attempted". */
export function outcomeWord(outcome: Outcome | 'pending'): string {
  return looks[outcome].word
}

/** The outcome a text names, or null. */
export function outcomeOf(text: string): Outcome | null {
  return outcomes.find((outcome) => outcome === text) ?? null
}
