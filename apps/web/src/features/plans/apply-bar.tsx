import { Button } from '@mantine/core'
import type { PlanEntry } from '@muster/contracts/plans'
import { isConfirmed } from '@muster/core/confirmation'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { DeskLink, useGo } from '../../lib/desk-link.tsx'
import { formatNumber } from '../../lib/format.ts'
import { newIdempotencyKey } from '../../lib/idempotency-key.ts'
import { paths } from '../../lib/paths.ts'
import { useMay, useSession } from '../../lib/session.ts'
import { EnvironmentTag } from '../../ui/environment-tag.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { TypedConfirm } from '../../ui/typed-confirm.tsx'
import classes from './apply-bar.module.css'
import { applyLabel, gravityOf, gravityWarning, whomInWords } from './confirmation.ts'
import { applyPlanMutation, planQuery } from './queries.ts'

/** The one way from a plan to a job. Friction in proportion: one user applies, many are counted, ends are typed. */
export function ApplyBar({ plan }: { plan: PlanEntry }): ReactNode {
  const { environment, accountName } = useSession()
  const [asking, setAsking] = useState(false)
  const { apply, may } = useApply(plan)
  const { change, blocked } = plan.summary.dispositions
  const gravity = gravityOf(plan)
  const typed = plan.confirmation.kind === 'none' ? null : plan.confirmation.text
  const warning = gravityWarning(plan)
  if (change === 0) {
    return (
      <div className={classes.bar}>
        <span>Nothing to apply: everyone is already so, or cannot be done.</span>
        {plan.parentJobId === null ? null : (
          <DeskLink href={paths.job(plan.parentJobId, { view: 'report' })}>
            Back to the report, to fix it otherwise or leave them out
          </DeskLink>
        )}
      </div>
    )
  }
  return (
    <section className={classes.bar} aria-label="Apply this plan" data-bottom-bar>
      <div className={classes.words}>
        <strong>{whomInWords(plan)}</strong> on {accountName} <EnvironmentTag environment={environment} />
        {blocked > 0 ? (
          <span className={classes.left}>{formatNumber(blocked)} cannot be done and stay as they are</span>
        ) : null}
      </div>
      {typed === null ? <ErrorNote error={apply.error} /> : null}
      {may ? null : <span className={classes.left}>Your role does not allow applying plans.</span>}
      <Button
        disabled={!may}
        loading={apply.isPending && typed === null}
        {...(gravity === 'edit' ? {} : { color: 'red', variant: 'outline' })}
        onClick={() => (typed === null ? apply.mutate(null) : setAsking(true))}
      >
        {typed === null ? applyLabel(plan) : `${applyLabel(plan)}…`}
      </Button>
      <TypedConfirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={`${plan.title}?`}
        count={change}
        counted={whomInWords(plan)}
        environment={environment}
        accountName={accountName}
        expected={typed}
        matches={(words) => isConfirmed(plan.confirmation, words)}
        action={applyLabel(plan)}
        destructive={gravity !== 'edit'}
        busy={apply.isPending}
        error={apply.error}
        onConfirm={(words) => apply.mutate(words ?? null)}
      >
        {warning === null ? null : <p className={classes.said}>{warning}</p>}
        {blocked > 0 ? (
          <p className={classes.said}>
            {formatNumber(plan.summary.total)} in the plan: {formatNumber(change)} can take this,{' '}
            {formatNumber(plan.summary.dispositions.unchanged)} are already so, {formatNumber(blocked)} cannot and stay
            as they are.
          </p>
        ) : null}
      </TypedConfirm>
    </section>
  )
}

function useApply(plan: PlanEntry) {
  const client = useQueryClient()
  const go = useGo()
  // One key for this view of the plan: however often the button is pressed, one job.
  const [key] = useState(newIdempotencyKey)
  const may = useMay('plans:write')
  const apply = useMutation({
    ...applyPlanMutation(plan, key),
    onSuccess: ({ jobId }) => {
      void client.invalidateQueries({ queryKey: planQuery(plan.id).queryKey, exact: true })
      go(paths.job(jobId))
    },
    // Somebody else may have applied it, or it grew too old: the page then says so.
    onError: () => void client.invalidateQueries({ queryKey: planQuery(plan.id).queryKey, exact: true }),
  })
  return { apply, may }
}
