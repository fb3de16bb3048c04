import { Loader } from '@mantine/core'
import type { PlanEntry } from '@muster/contracts/plans'
import type { ReactNode } from 'react'
import { formatNumber, formatPlural } from '../../lib/format.ts'
import classes from './plan-page.module.css'

/** A plan on its way. It goes on without this page; leaving loses nothing. */
export function PlanComputing({ plan }: { plan: PlanEntry }): ReactNode {
  const known = plan.summary.total > plan.progress ? ` of ${formatNumber(plan.summary.total)}` : ''
  return (
    <output className={classes.computing}>
      <Loader size="sm" aria-hidden="true" />
      <div>
        <strong>Working out what would change</strong>
        <p>
          {formatPlural(plan.progress, 'user')}
          {known} held against the directory. Nothing is sent. You can leave this page and come back.
        </p>
      </div>
    </output>
  )
}
