import { t } from '@lingui/core/macro'
import { Pill } from '@mantine/core'
import type { ReactNode } from 'react'
import { useAccessNames } from '../../../lib/access.ts'
import classes from '../form.module.css'
import { type Pair, pairKey } from '../form-values.ts'

interface ChosenPairsProps {
  readonly value: readonly Pair[]
  readonly onChange: (value: Pair[]) => void
}

/** The chosen roles on bots, each with a button that removes it. */
export function ChosenPairs({ value, onChange }: ChosenPairsProps): ReactNode {
  const names = useAccessNames()
  if (value.length === 0) return null
  return (
    <ul className={classes.pairs}>
      {value.map((entry) => (
        <li key={pairKey(entry)}>
          <Pill
            size="md"
            title={entry.botId === null ? entry.roleId : t`${{ role: entry.roleId }} on ${{ bot: entry.botId }}`}
            withRemoveButton
            removeButtonProps={{
              'aria-label': t`Remove ${{ role: names.roleOnBot(entry) }}`,
              'aria-hidden': false,
              tabIndex: 0,
            }}
            onRemove={() => onChange(value.filter((kept) => pairKey(kept) !== pairKey(entry)))}
          >
            <bdi>{names.roleOnBot(entry)}</bdi>
          </Pill>
        </li>
      ))}
    </ul>
  )
}
