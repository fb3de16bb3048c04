import { Button } from '@mantine/core'
import type { PlanEntry } from '@muster/contracts/plans'
import { type ReactNode, useState } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { formatDuration, formatNumber } from '../../../lib/format.ts'
import { paths } from '../../../lib/paths.ts'
import { useSession } from '../../../lib/session.ts'
import { EnvironmentTag } from '../../../ui/facts/environment-tag.tsx'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { BottomBar } from '../../../ui/page/bottom-bar.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import classes from './apply-bar.module.css'
import { ConfirmApply } from './confirm-apply.tsx'
import { applyLabel, describeTarget, gravityOf, shareInWords } from './confirmation.ts'
import { useApplyPlan } from './use-apply-plan.ts'

/** The one way from a plan to a job. Friction in proportion: one user applies, many are counted, ends are typed. */
export function ApplyBar({ plan }: { plan: PlanEntry }): ReactNode {
  const { environment, accountName } = useSession()
  const [asking, setAsking] = useState(false)
  const { apply, may } = useApplyPlan(plan)
  const { change, blocked } = plan.summary.dispositions
  const typed = plan.confirmation.kind !== 'none'
  if (change === 0) return <NothingToApply plan={plan} />
  return (
    <BottomBar
      label="Apply this plan"
      words={
        <>
          <span>
            <strong>
              <Sentence text={plan.guard.only ?? describeTarget(plan)} />
            </strong>{' '}
            on <Sentence text={accountName} /> <EnvironmentTag environment={environment} />
          </span>
          <GuardFacts plan={plan} />
          {blocked > 0 ? <span className={classes.left}>{formatNumber(blocked)} blocked: they are skipped</span> : null}
        </>
      }
    >
      {typed ? null : <ErrorNote error={apply.error} />}
      {apply.isError ? <WayBack plan={plan} /> : null}
      {may ? null : <span className={classes.left}>Your role does not allow applying plans.</span>}
      <Button
        disabled={!may || plan.guard.refusal !== null}
        loading={apply.isPending && !typed}
        {...(gravityOf(plan) === 'edit' ? {} : { color: 'red', variant: 'outline' })}
        onClick={() => (typed ? setAsking(true) : apply.mutate(null))}
      >
        {typed ? `${applyLabel(plan)}…` : applyLabel(plan)}
      </Button>
      <ConfirmApply plan={plan} apply={apply} opened={asking} onClose={() => setAsking(false)} />
    </BottomBar>
  )
}

/** The share a plan touches, when it starts, and why a guard refuses it. */
function GuardFacts({ plan }: { plan: PlanEntry }): ReactNode {
  const { guard } = plan
  if (guard.refusal !== null)
    return (
      <span className={classes.refusal}>
        <Sentence text={guard.refusal} />
      </span>
    )
  const share = shareInWords(plan)
  return (
    <>
      {share === null ? null : <span className={classes.left}>{share}</span>}
      {guard.startsInSeconds > 0 ? (
        <span className={classes.left}>Starts {formatDuration(guard.startsInSeconds)} after you apply it</span>
      ) : null}
    </>
  )
}

function NothingToApply({ plan }: { plan: PlanEntry }): ReactNode {
  return (
    <BottomBar label="Nothing to apply" words="Nothing to apply: no user needs a change, or all are blocked.">
      {plan.source === 'undo' ? null : <WayBack plan={plan} />}
    </BottomBar>
  )
}

/** To the report a plan was made from: where it can be made anew. */
function WayBack({ plan }: { plan: PlanEntry }): ReactNode {
  if (plan.parentJobId === null) return null
  return (
    <AppLink href={paths.job(plan.parentJobId, { view: 'report' })}>
      Back to the report, to plan anew, fix it otherwise or leave them out
    </AppLink>
  )
}
