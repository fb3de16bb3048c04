import { t } from '@lingui/core/macro'
import { Plural } from '@lingui/react/macro'
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

/** Confirms a plan by typing, with the server's own comparison: "4,812" equals 4812 here as well. */
export function ConfirmApply({ plan, apply, opened, onClose }: ConfirmApplyProps): ReactNode {
  const { environment, accountName } = useSession()
  const { change, unchanged, blocked } = plan.summary.dispositions
  const warning = irreversibleWarning(plan)
  const share = shareWords(plan)
  const grants = adminGrants(plan.summary)
  const expected = expectedWords(plan.confirmation)
  const hold = useQuery(holdQuery).data ?? null
  return (
    <TypedConfirm
      opened={opened}
      onClose={onClose}
      title={t`${{ title: plan.title }}?`}
      count={change}
      counted={plan.guard.only ?? describeTarget(plan)}
      environment={environment}
      accountName={accountName}
      expected={expected}
      matches={(words) => confirms(plan.confirmation, words)}
      action={applyLabel(plan)}
      destructive={severityOf(plan) !== 'edit' || grants > 0}
      request={apply}
      // The server knows the English words only.
      onConfirm={() => apply.mutate(plan.confirmation.kind === 'none' ? null : plan.confirmation.text)}
    >
      {warning === null ? null : <p className={classes.detail}>{warning}</p>}
      {grants === 0 ? null : (
        <p className={classes.detail}>
          <Plural
            value={grants}
            one="Grants elevated access: # admin role for the whole account."
            other="Grants elevated access: # admin roles, each for the whole account."
          />
        </p>
      )}
      {share === null ? null : <p className={classes.detail}>{share}</p>}
      {hold === null ? null : <p className={classes.detail}>{holdWords()}</p>}
      {plan.guard.startsInSeconds === 0 ? null : (
        <p className={classes.detail}>
          {t`The job starts ${{ delay: formatDuration(plan.guard.startsInSeconds) }} after you apply the plan. Until then you can cancel it.`}
        </p>
      )}
      {blocked > 0 ? (
        <p className={classes.detail}>
          {t`${{ total: formatNumber(plan.summary.total) }} in the plan: ${{ change: formatNumber(change) }} to change, ${{ unchanged: formatNumber(unchanged) }} without a change, ${{ blocked: formatNumber(blocked) }} blocked and skipped.`}
        </p>
      ) : null}
    </TypedConfirm>
  )
}
