import type { OutcomeCounts } from '@muster/core/outcome/outcome'
import type { ReactNode } from 'react'
import { countsWords } from './counts-text.ts'
import classes from './outcome-bar.module.css'
import { percentDone, progressSegments } from './progress-segments.ts'

interface OutcomeBarProps {
  readonly counts: OutcomeCounts
  /** How many of the pending users are in doubt. */
  readonly inDoubt?: number
  readonly name: string
  readonly slim?: boolean
}

/** The outcomes and the pending rest as one bar. The page shows the same counts as text. */
export function OutcomeBar({ counts, inDoubt = 0, name, slim = false }: OutcomeBarProps): ReactNode {
  return (
    <div
      className={classes.bar}
      data-slim={slim || undefined}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a progress element cannot hold several colors
      role="progressbar"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percentDone(counts)}
      aria-valuetext={countsWords(counts)}
    >
      {progressSegments(counts, inDoubt).map((part) => (
        <span key={part.key} className={classes.part} data-outcome={part.key} style={{ width: `${part.percent}%` }} />
      ))}
    </div>
  )
}
