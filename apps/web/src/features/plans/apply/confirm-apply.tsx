import type { PlanEntry } from '@muster/contracts/plans'
import { adminGrants, isConfirmed } from '@muster/core/wording/confirmation'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { formatDuration, formatNumber, formatPlural } from '../../../lib/format.ts'
import { holdQuery } from '../../../lib/hold.ts'
import { useSession } from '../../../lib/session.ts'
import { TypedConfirm } from '../../../ui/form/typed-confirm.tsx'
import { heldPlanWords } from '../plan-words.ts'
import classes from './apply-bar.module.css'
import { applyLabel, describeTarget, gravityOf, gravityWarning, shareInWords } from './confirmation.ts'
import type { useApplyPlan } from './use-apply-plan.ts'

interface ConfirmApplyProps {
  readonly plan: PlanEntry
  readonly apply: ReturnType<typeof useApplyPlan>['apply']
  readonly opened: boolean
  readonly onClose: () => void
}

/** Asks for what the plan wants typed, by the server's own rule: "4,812" is 4812 here as well. */
export function ConfirmApply({ plan, apply, opened, onClose }: ConfirmApplyProps): ReactNode {
  const { environment, accountName } = useSession()
  const { change, unchanged, blocked } = plan.summary.dispositions
  const warning = gravityWarning(plan)
  const share = shareInWords(plan)
  const grants = adminGrants(plan.summary)
  const hold = useQuery(holdQuery).data ?? null
  return (
    <TypedConfirm
      opened={opened}
      onClose={onClose}
      title={`${plan.title}?`}
      count={change}
      counted={plan.guard.only ?? describeTarget(plan)}
      environment={environment}
      accountName={accountName}
      expected={plan.confirmation.kind === 'none' ? null : plan.confirmation.text}
      matches={(words) => isConfirmed(plan.confirmation, words)}
      action={applyLabel(plan)}
      destructive={gravityOf(plan) !== 'edit' || grants > 0}
      busy={apply.isPending}
      error={apply.error}
      onConfirm={(words) => apply.mutate(words ?? null)}
    >
      {warning === null ? null : <p className={classes.said}>{warning}</p>}
      {grants === 0 ? null : (
        <p className={classes.said}>
          This grants elevated access: {formatPlural(grants, 'admin role')}, each for the whole account.
        </p>
      )}
      {share === null ? null : <p className={classes.said}>{share}.</p>}
      {hold === null ? null : <p className={classes.said}>{heldPlanWords}</p>}
      {plan.guard.startsInSeconds === 0 ? null : (
        <p className={classes.said}>
          It starts {formatDuration(plan.guard.startsInSeconds)} after you apply it. Until then you can cancel it.
        </p>
      )}
      {blocked > 0 ? (
        <p className={classes.said}>
          {formatNumber(plan.summary.total)} in the plan: {formatNumber(change)} will change, {formatNumber(unchanged)}{' '}
          need no change, {formatNumber(blocked)} are blocked and skipped.
        </p>
      ) : null}
    </TypedConfirm>
  )
}
