import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { type Outcome, outcomes } from '@muster/core/outcome/outcome'
import { Ban, CircleCheck, CircleHelp, CirclePause, CircleX, Equal, LoaderCircle } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatNumber } from '../../lib/format.ts'
import classes from './outcome-badge.module.css'

const looks = {
  changed: { word: msg`Changed`, Icon: CircleCheck },
  unchanged: { word: msg`Unchanged`, Icon: Equal },
  skipped: { word: msg`Skipped`, Icon: Ban },
  failed: { word: msg`Failed`, Icon: CircleX },
  not_attempted: { word: msg`Not attempted`, Icon: CirclePause },
  unknown: { word: msg`Unknown`, Icon: CircleHelp },
  pending: { word: msg`Pending`, Icon: LoaderCircle },
} as const

interface OutcomeBadgeProps {
  /** `pending` while the job still runs. */
  readonly outcome: Outcome | 'pending'
  /** Shown before the word: "38 changed". */
  readonly count?: number
}

/** One outcome by color, icon and word, never by color alone. */
export function OutcomeBadge({ outcome, count }: OutcomeBadgeProps): ReactNode {
  const { word, Icon } = looks[outcome]
  return (
    <span className={classes.badge} data-outcome={outcome}>
      <Icon size={14} aria-hidden="true" />
      {count === undefined ? i18n._(word) : countWords(outcome, count)}
    </span>
  )
}

/** "38 changed". */
function countWords(outcome: Outcome | 'pending', value: number): string {
  const count = formatNumber(value)
  const words = {
    changed: msg`${{ count }} changed`,
    unchanged: msg`${{ count }} unchanged`,
    skipped: msg`${{ count }} skipped`,
    failed: msg`${{ count }} failed`,
    not_attempted: msg`${{ count }} not attempted`,
    unknown: msg`${{ count }} unknown`,
    pending: msg`${{ count }} pending`,
  } satisfies Readonly<Record<Outcome | 'pending', MessageDescriptor>>
  return i18n._(words[outcome])
}

/** The word of an outcome: "Not attempted". */
export function outcomeWord(outcome: Outcome | 'pending'): string {
  return i18n._(looks[outcome].word)
}

/** Parses an outcome; null for any other text. */
export function outcomeOf(text: string): Outcome | null {
  return outcomes.find((outcome) => outcome === text) ?? null
}
