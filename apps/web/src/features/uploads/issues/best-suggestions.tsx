import { t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import classes from './issue-fix.module.css'

interface BestSuggestionsProps {
  /** The current value and its suggestion. */
  readonly pairs: readonly (readonly [from: string, to: string])[]
  /** Number of values of the issue, including those without a suggestion. */
  readonly values: number
  readonly disabled: boolean
  readonly loading: boolean
  readonly onUse: () => void
}

const shown = 6

/** Replaces every value of an issue by its best suggestion at once. Lists the replacements first. */
export function BestSuggestions({ pairs, values, disabled, loading, onUse }: BestSuggestionsProps): ReactNode {
  const suggestions = pairs.length
  const suggested = formatNumber(suggestions)
  const more = suggestions - shown
  if (suggestions === 0) return null
  return (
    <div className={classes.suggested}>
      <ul className={classes.pairs} aria-label={t`Best suggestions`}>
        {pairs.slice(0, shown).map(([from, to]) => (
          <li key={from}>
            <Trans>
              “<bdi>{from}</bdi>” →{' '}
              <strong>
                <bdi>{to}</bdi>
              </strong>
            </Trans>
          </li>
        ))}
        {more > 0 ? (
          <li>
            <Plural value={more} one="and # more" other="and # more" />
          </li>
        ) : null}
      </ul>
      <Button size="compact-sm" disabled={disabled} loading={loading} onClick={onUse}>
        {suggestions === values ? (
          <Plural value={values} one="Use the suggestion for # value" other="Use the suggestions for all # values" />
        ) : (
          <Plural
            value={values}
            one={`Use the suggestions for ${suggested} of # value`}
            other={`Use the suggestions for ${suggested} of # values`}
          />
        )}
      </Button>
    </div>
  )
}
