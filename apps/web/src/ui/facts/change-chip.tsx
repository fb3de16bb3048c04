import { VisuallyHidden } from '@mantine/core'
import { isolateText } from '@muster/core/text/visible-controls'
import { Minus, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './change-chip.module.css'

interface ChangeChipProps {
  /** `keep` is held before and after: shown without a sign. */
  readonly op: 'add' | 'remove' | 'keep'
  /** "Support", "Tester on Billing", "Developer". */
  readonly label: string
  /** The id behind the name. */
  readonly id?: string
}

/** One thing a user gains, loses or keeps. The sign says it besides the colour, and so does the text for readers. */
export function ChangeChip({ op, label, id }: ChangeChipProps): ReactNode {
  const Icon = op === 'add' ? Plus : Minus
  return (
    <span className={classes.chip} data-op={op} title={id === undefined ? undefined : isolateText(`${label} (${id})`)}>
      {op === 'keep' ? null : <Icon size={12} strokeWidth={2.5} aria-hidden="true" />}
      {op === 'keep' ? null : <VisuallyHidden>{op === 'add' ? 'gains' : 'loses'} </VisuallyHidden>}
      <bdi className={classes.label}>{label}</bdi>
    </span>
  )
}
