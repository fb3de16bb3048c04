import { Plural, Trans } from '@lingui/react/macro'
import { Loader } from '@mantine/core'
import type { PlanEntry } from '@muster/contracts/plans'
import type { ReactNode } from 'react'
import { formatNumber } from '../../lib/format.ts'
import classes from './plan-page.module.css'

/** Progress of a plan that the server computes. The computation continues without this page. */
export function PlanComputing({ plan }: { plan: PlanEntry }): ReactNode {
  const { total } = plan.summary
  const compared = formatNumber(plan.progress)
  return (
    <output className={classes.computing}>
      <Loader size="sm" aria-hidden="true" />
      <div>
        <strong>
          <Trans>Computing the plan</Trans>
        </strong>
        <p>
          {total > plan.progress ? (
            <Plural
              value={total}
              one={`${compared} of # user compared with the directory.`}
              other={`${compared} of # users compared with the directory.`}
            />
          ) : (
            <Plural
              value={plan.progress}
              one="# user compared with the directory."
              other="# users compared with the directory."
            />
          )}{' '}
          <Trans>Nothing is sent. You can leave this page and come back.</Trans>
        </p>
      </div>
    </output>
  )
}
