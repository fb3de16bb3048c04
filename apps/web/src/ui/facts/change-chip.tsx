import { Trans } from '@lingui/react/macro'
import { VisuallyHidden } from '@mantine/core'
import { isolateText } from '@muster/core/text/visible-controls'
import { Minus, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './change-chip.module.css'

interface ChangeChipProps {
  /** `keep`: unchanged, shown without a sign. `end`: a removal or erasure, which the label names itself. */
  readonly op: 'add' | 'remove' | 'keep' | 'end'
  /** "Support", "Tester on Billing", "Developer". */
  readonly label: string
  /** The ID of what the label names. */
  readonly id?: string
}

/** One thing that a change adds, removes or keeps. Shows it by a sign as well as by color, and by text for screen readers. */
export function ChangeChip({ op, label, id }: ChangeChipProps): ReactNode {
  const Icon = op === 'add' ? Plus : Minus
  const isNamed = op === 'add' || op === 'remove'
  return (
    <span className={classes.chip} data-op={op} title={id === undefined ? undefined : isolateText(`${label} (${id})`)}>
      {op === 'keep' ? null : <Icon size={12} strokeWidth={2.5} aria-hidden="true" />}
      {isNamed ? (
        <VisuallyHidden>{op === 'add' ? <Trans>Added:</Trans> : <Trans>Removed:</Trans>} </VisuallyHidden>
      ) : null}
      <bdi className={classes.label}>{label}</bdi>
    </span>
  )
}
