import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import classes from './issue-fix.module.css'

interface BestSuggestionsProps {
  /** What stands there, and what it would become. */
  readonly pairs: readonly (readonly [from: string, to: string])[]
  /** How many values the issue has, those without a suggestion too. */
  readonly values: number
  readonly disabled: boolean
  readonly loading: boolean
  readonly onUse: () => void
}

const shown = 6

/** Every value of a issue put right at once by what it is nearest to; what that would be is said before. */
export function BestSuggestions({ pairs, values, disabled, loading, onUse }: BestSuggestionsProps): ReactNode {
  if (pairs.length === 0) return null
  return (
    <div className={classes.suggested}>
      <ul className={classes.pairs} aria-label="Best suggestions">
        {pairs.slice(0, shown).map(([from, to]) => (
          <li key={from}>
            <bdi>“{from}”</bdi> →{' '}
            <strong>
              <bdi>{to}</bdi>
            </strong>
          </li>
        ))}
        {pairs.length > shown ? <li>and {formatNumber(pairs.length - shown)} more</li> : null}
      </ul>
      <Button size="compact-sm" disabled={disabled} loading={loading} onClick={onUse}>
        Use the suggestions for{' '}
        {pairs.length === values
          ? `all ${formatNumber(values)}`
          : `${formatNumber(pairs.length)} of ${formatNumber(values)}`}{' '}
        values
      </Button>
    </div>
  )
}
