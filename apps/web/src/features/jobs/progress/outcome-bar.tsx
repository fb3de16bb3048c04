import type { OutcomeCounts } from '@muster/core/outcome/outcome'
import { countsWords } from './counts-text.ts'
import classes from './outcome-bar.module.css'
import { percentDone, progressSegments } from './progress-segments.ts'

/** The outcomes and the pending rest as one bar. The page shows the same counts as text. */
export function OutcomeBar({ counts, name, slim = false }: { counts: OutcomeCounts; name: string; slim?: boolean }) {
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
      {progressSegments(counts).map((part) => (
        <span key={part.key} className={classes.part} data-outcome={part.key} style={{ width: `${part.percent}%` }} />
      ))}
    </div>
  )
}
