import { plural, t } from '@lingui/core/macro'
import type { PlanEntry } from '@muster/contracts/plans'
import { adminGrants } from '@muster/core/policy/confirmation'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { formatDuration, formatNumber } from '../../../lib/format.ts'
import { holdQuery } from '../../../lib/hold.ts'
import { useSession } from '../../../lib/session.ts'
import { TypedConfirm } from '../../../ui/form/typed-confirm.tsx'
import { holdWords } from '../plan-text.ts'
import classes from './apply-bar.module.css'
import {
  applyLabel,
  confirms,
  describeTarget,
  expectedWords,
  irreversibleWarning,
  severityOf,
  shareWords,
} from './confirmation.ts'
import type { useApplyPlan } from './use-apply-plan.ts'

interface ConfirmApplyProps {
  readonly plan: PlanEntry
  readonly apply: ReturnType<typeof useApplyPlan>['apply']
  readonly opened: boolean
  readonly onClose: () => void
}

/** What to know before the plan is applied, a sentence each. */
function detailsOf(plan: PlanEntry, isHeld: boolean): readonly string[] {
  const { total, dispositions } = plan.summary
  const { change, unchanged, blocked } = dispositions
  const grants = adminGrants(plan.summary)
  const { startsInSeconds } = plan.guard
  const details = [
    irreversibleWarning(plan),
    grants === 0
      ? null
      : plural(grants, {
          one: 'Grants elevated access: # admin role for the whole account.',
          other: 'Grants elevated access: # admin roles, each for the whole account.',
        }),
    shareWords(plan),
    isHeld ? holdWords() : null,
    startsInSeconds === 0
      ? null
      : t`The job starts ${{ delay: formatDuration(startsInSeconds) }} after you apply the plan. Until then you can cancel it.`,
    blocked === 0
      ? null
      : t`${{ total: formatNumber(total) }} in the plan: ${{ change: formatNumber(change) }} to change, ${{ unchanged: formatNumber(unchanged) }} without a change, ${{ blocked: formatNumber(blocked) }} blocked and skipped.`,
  ]
  return details.filter((detail) => detail !== null)
}

/** Confirms a plan by typing, with the server's own comparison: "4,812" equals 4812 here as well. */
export function ConfirmApply({ plan, apply, opened, onClose }: ConfirmApplyProps): ReactNode {
  const { environment, accountName } = useSession()
  const hold = useQuery(holdQuery).data ?? null
  return (
    <TypedConfirm
      opened={opened}
      onClose={onClose}
      title={t`${{ title: plan.title }}?`}
      count={plan.summary.dispositions.change}
      counted={plan.guard.only ?? describeTarget(plan)}
      environment={environment}
      accountName={accountName}
      expected={expectedWords(plan.confirmation)}
      matches={(words) => confirms(plan.confirmation, words)}
      action={applyLabel(plan)}
      destructive={severityOf(plan) !== 'edit' || adminGrants(plan.summary) > 0}
      request={apply}
      // The server knows the English words only.
      onConfirm={() => apply.mutate(plan.confirmation.kind === 'none' ? null : plan.confirmation.text)}
    >
      {detailsOf(plan, hold !== null).map((detail) => (
        <p key={detail} className={classes.detail}>
          {detail}
        </p>
      ))}
    </TypedConfirm>
  )
}
