import { t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { useHotkeys } from '@mantine/hooks'
import type { PlanEntry } from '@muster/contracts/plans'
import { type ReactNode, useRef, useState } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { formatDuration } from '../../../lib/format.ts'
import { paths } from '../../../lib/paths.ts'
import { useSession } from '../../../lib/session.ts'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { EnvironmentTag } from '../../../ui/facts/environment-tag.tsx'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { isSameLayer } from '../../../ui/form/same-layer.ts'
import { BottomBar } from '../../../ui/page/bottom-bar.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import classes from './apply-bar.module.css'
import { ConfirmApply } from './confirm-apply.tsx'
import { applyLabel, describeTarget, severityOf, shareWords } from './confirmation.ts'
import { useApplyPlan } from './use-apply-plan.ts'

interface ApplyBarProps {
  readonly plan: PlanEntry
  /** Shows the job; absent: its page opens. */
  readonly onApplied?: (jobId: string) => void
}

/** Applies a plan. Large or irreversible plans need a typed confirmation. */
export function ApplyBar({ plan, onApplied }: ApplyBarProps): ReactNode {
  const [isConfirming, setConfirming] = useState(false)
  const { apply, may, isAllowed, approval } = useApplyPlan(plan, onApplied)
  const typed = plan.confirmation.kind !== 'none'
  const button = useRef<HTMLButtonElement>(null)
  useHotkeys([['mod+Enter', (event) => isSameLayer(event, button.current) && button.current?.click()]])
  if (plan.summary.dispositions.change === 0) return <NothingToApply plan={plan} />
  return (
    <BottomBar label={t`Apply this plan`} words={<PlanWords plan={plan} />}>
      {typed ? null : <ErrorNote error={apply.error} />}
      {apply.isError ? <BackToReport plan={plan} /> : null}
      {may || !isAllowed || approval === undefined ? null : (
        <span className={classes.note}>
          <Trans>Needs approval by another member</Trans>
        </span>
      )}
      <PermittedButton
        permission="plans:apply"
        ref={button}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        disabled={isAllowed && (!may || plan.guard.refusal !== null)}
        loading={apply.isPending && !typed}
        {...(severityOf(plan) === 'edit' ? {} : { color: 'red', variant: 'outline' })}
        onClick={() => (typed ? setConfirming(true) : apply.mutate(null))}
      >
        {typed ? t`${{ action: applyLabel(plan) }}…` : applyLabel(plan)}
      </PermittedButton>
      <ConfirmApply plan={plan} apply={apply} opened={isConfirming} onClose={() => setConfirming(false)} />
    </BottomBar>
  )
}

/** What the plan changes, and where. */
function PlanWords({ plan }: { plan: PlanEntry }): ReactNode {
  const { environment, accountName } = useSession()
  const { blocked } = plan.summary.dispositions
  return (
    <>
      <span>
        <Trans>
          <strong>
            <Sentence text={plan.guard.only ?? describeTarget(plan)} />
          </strong>{' '}
          on <Sentence text={accountName} /> <EnvironmentTag environment={environment} />
        </Trans>
      </span>
      <GuardFacts plan={plan} />
      {blocked > 0 ? (
        <span className={classes.note}>
          <Plural value={blocked} one="# blocked change is skipped" other="# blocked changes are skipped" />
        </span>
      ) : null}
    </>
  )
}

/** The share of the account that a plan changes, its delayed start, and the reason of a refusal. */
function GuardFacts({ plan }: { plan: PlanEntry }): ReactNode {
  const { guard } = plan
  if (guard.refusal !== null)
    return (
      <span className={classes.refusal}>
        <Sentence text={guard.refusal} />
      </span>
    )
  const share = shareWords(plan)
  return (
    <>
      {share === null ? null : <span className={classes.note}>{share}</span>}
      {guard.startsInSeconds > 0 ? (
        <span className={classes.note}>
          {t`Starts ${{ delay: formatDuration(guard.startsInSeconds) }} after you apply it`}
        </span>
      ) : null}
    </>
  )
}

function NothingToApply({ plan }: { plan: PlanEntry }): ReactNode {
  return (
    <BottomBar label={t`Nothing to apply`} words={t`Nothing to apply: no user needs a change, or all are blocked.`}>
      {plan.source === 'undo' ? null : <BackToReport plan={plan} />}
    </BottomBar>
  )
}

/** Links to the report that the plan came from, for a new plan. */
function BackToReport({ plan }: { plan: PlanEntry }): ReactNode {
  if (plan.parentJobId === null) return null
  return (
    <AppLink href={paths.job(plan.parentJobId, { view: 'report' })}>
      <Trans>Back to the report to plan again, choose another fix or dismiss the users</Trans>
    </AppLink>
  )
}
