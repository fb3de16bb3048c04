import { Trans } from '@lingui/react/macro'
import type { Step } from '@muster/core/plan/plan'
import type { ReactNode } from 'react'
import { ChangeChip } from './change-chip.tsx'
import classes from './step-chips.module.css'
import { type StepNames, stepWords } from './step-text.ts'

const ops = { add: 'add', remove: 'remove', end: 'end', turn: 'keep' } as const

/** The changes of one user, one chip for each step. */
export function StepChips({ steps, names }: { steps: readonly Step[]; names: StepNames }): ReactNode {
  if (steps.length === 0)
    return (
      <span className={classes.nothing}>
        <Trans>No change</Trans>
      </span>
    )
  return (
    <ul className={classes.chips}>
      {steps.map((step) => {
        const words = stepWords(step, names)
        return (
          <li key={words.key} className={classes.chip}>
            <ChangeChip op={ops[words.kind]} label={words.text} {...(words.id === null ? {} : { id: words.id })} />
          </li>
        )
      })}
    </ul>
  )
}
