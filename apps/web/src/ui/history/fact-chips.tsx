import { Trans } from '@lingui/react/macro'
import type { AuditEntry } from '@muster/contracts/audit'
import type { ReactNode } from 'react'
import { formatNumber } from '../../lib/format.ts'
import { ChangeChip } from '../facts/change-chip.tsx'
import { Sentence } from '../facts/sentence.tsx'
import { entryFacts } from './entry-facts.ts'
import classes from './history.module.css'

/** More are in the sentence, which the row opens to. */
const mostFacts = 5

interface FactChipsProps {
  readonly entry: AuditEntry
  /** Shows the sentence of an entry without facts. */
  readonly withSentence: boolean
  /** For an entry that does not open: without a limit. */
  readonly isWhole?: boolean
}

/** What an entry added, removed or names. */
export function FactChips({ entry, withSentence, isWhole = false }: FactChipsProps): ReactNode {
  const facts = entryFacts(entry)
  const shown = isWhole ? facts : facts.slice(0, mostFacts)
  const rest = facts.length - shown.length
  return (
    <>
      {shown.map(({ op, label }) => (
        <ChangeChip key={`${op} ${label}`} op={op} label={label} />
      ))}
      {rest > 0 ? (
        <span className={classes.rest} dir="ltr">
          +{formatNumber(rest)}
        </span>
      ) : null}
      {facts.length === 0 && withSentence ? (
        <span className={classes.only}>
          {entry.sentence === '' ? <Trans>Erased on request</Trans> : <Sentence text={entry.sentence} />}
        </span>
      ) : null}
    </>
  )
}
