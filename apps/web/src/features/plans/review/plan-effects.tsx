import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { UnstyledButton } from '@mantine/core'
import type { PlanEntry } from '@muster/contracts/plans'
import { type ReactNode, useState } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import classes from './plan-side.module.css'

interface PlanEffectsProps {
  readonly effects: PlanEntry['summary']['effects']
  readonly active: string | null
  readonly onPick: (effect: string | undefined) => void
}

const shortList = 12

/** The effects of the plan: "Tester on Billing +38 −2". Each line filters the users below. */
export function PlanEffects({ effects, active, onPick }: PlanEffectsProps): ReactNode {
  const [whole, setWhole] = useState(false)
  if (effects.length === 0) return null
  const shown = whole ? effects : effects.slice(0, shortList)
  return (
    <section>
      <h2 className={classes.heading}>
        <Trans>Effects</Trans>
      </h2>
      <ul className={classes.list}>
        {shown.map((effect) => (
          <li key={effect.key}>
            <UnstyledButton
              className={classes.line}
              aria-pressed={effect.key === active}
              onClick={() => onPick(effect.key === active ? undefined : effect.key)}
            >
              <span className={classes.label}>
                <Sentence text={effect.label} />
              </span>
              {effect.added > 0 ? <bdi className={classes.added}>+{formatNumber(effect.added)}</bdi> : null}
              {effect.removed > 0 ? <bdi className={classes.removed}>−{formatNumber(effect.removed)}</bdi> : null}
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {effects.length > shortList ? (
        <UnstyledButton className={classes.more} onClick={() => setWhole(!whole)}>
          {whole ? t`Show fewer` : t`Show all ${{ count: formatNumber(effects.length) }}`}
        </UnstyledButton>
      ) : null}
    </section>
  )
}
