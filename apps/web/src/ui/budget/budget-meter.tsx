import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { formatNumber } from '../../lib/format.ts'
import classes from './budget-meter.module.css'
import { type Budget, type BudgetShare, budgetShare } from './budget-share.ts'

interface BudgetMeterProps {
  readonly name: string
  /** Accessible name. */
  readonly label: string
  readonly window: Budget
}

/** Use of one of Kore.ai's rolling limits, as a bar. */
export function BudgetMeter({ name, label, window }: BudgetMeterProps): ReactNode {
  const { used, percent, level } = budgetShare(window)
  const usedCalls = formatNumber(used)
  const limit = formatNumber(window.limit)
  return (
    <div>
      <div className={classes.words}>
        <span>{name}</span>
        <span>
          <Used level={level} used={usedCalls} limit={limit} />
        </span>
      </div>
      <div
        className={classes.track}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- browsers color a meter element differently
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={window.limit}
        aria-valuenow={used}
        aria-valuetext={t`${{ used: usedCalls }} of ${{ limit }} calls used`}
      >
        <span className={classes.used} data-level={level} style={{ width: `${percent}%` }} />
      </div>
    </div>
  )
}

interface UsedProps extends Pick<BudgetShare, 'level'> {
  readonly used: string
  readonly limit: string
}

function Used({ level, used, limit }: UsedProps): ReactNode {
  if (level === 'spent') {
    return (
      <Trans>
        <strong>{used}</strong> of {limit} used, none left for now
      </Trans>
    )
  }
  if (level === 'low') {
    return (
      <Trans>
        <strong>{used}</strong> of {limit} used, running low
      </Trans>
    )
  }
  return (
    <Trans>
      <strong>{used}</strong> of {limit} used
    </Trans>
  )
}
