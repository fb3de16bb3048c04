import { Trans } from '@lingui/react/macro'
import type { PlanEntry } from '@muster/contracts/plans'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { holdQuery } from '../../lib/hold.ts'
import { paths } from '../../lib/paths.ts'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import { holdWords } from './plan-text.ts'

/** Why a plan cannot be applied, and the next step. */
export function PlanStateNotice({ plan }: { plan: PlanEntry }): ReactNode {
  switch (plan.state) {
    case 'applied':
      return (
        <Notice kind="info">
          <Trans>This plan was applied.</Trans>{' '}
          {plan.jobId === null ? null : (
            <AppLink href={paths.job(plan.jobId)}>
              <Trans>Show the job</Trans>
            </AppLink>
          )}
        </Notice>
      )
    case 'expired':
      return (
        <Notice kind="warning">
          <Trans>This plan expired, because users may have changed since. Nothing was sent.</Trans>{' '}
          {plan.isEditable ? null : <BackToSource plan={plan} />}
        </Notice>
      )
    case 'failed':
      return <FailedNotice plan={plan} />
    case 'replaced':
      return <ReplacedNotice replacedBy={plan.replacedBy} />
    case 'ready':
      return <HeldNotice />
    case 'computing':
      break
  }
  return null
}

function FailedNotice({ plan }: { plan: PlanEntry }): ReactNode {
  return (
    <Notice kind="danger">
      <strong>
        <Trans>Muster could not create the plan.</Trans>
      </strong>{' '}
      {plan.problem === null ? <Trans>The reason is unknown.</Trans> : <Sentence text={plan.problem} />}{' '}
      <Trans>Nothing was sent.</Trans> <BackToSource plan={plan} />
    </Notice>
  )
}

function ReplacedNotice({ replacedBy }: Pick<PlanEntry, 'replacedBy'>): ReactNode {
  return (
    <Notice kind="info">
      <Trans>An edit replaced this plan. Nothing was sent.</Trans>{' '}
      {replacedBy === null ? null : (
        <AppLink href={paths.plan(replacedBy)}>
          <Trans>Open the newer plan</Trans>
        </AppLink>
      )}
    </Notice>
  )
}

/** While jobs are held, a member may apply a plan; its job waits for the release. */
function HeldNotice(): ReactNode {
  const hold = useQuery(holdQuery).data ?? null
  return hold === null ? null : <Notice kind="warning">{holdWords()}</Notice>
}

/** Links to the source of the plan, to plan again. */
function BackToSource({ plan: { source, uploadId, parentJobId } }: { plan: PlanEntry }): ReactNode {
  if (uploadId !== null)
    return (
      <AppLink href={paths.upload(uploadId)}>
        <Trans>Plan its rows again</Trans>
      </AppLink>
    )
  if (parentJobId === null)
    return (
      <AppLink href={paths.users()}>
        <Trans>Choose the users again</Trans>
      </AppLink>
    )
  if (source === 'undo')
    return (
      <AppLink href={paths.job(parentJobId)}>
        <Trans>Plan the undo again from its job</Trans>
      </AppLink>
    )
  return (
    <AppLink href={paths.job(parentJobId, { view: 'report' })}>
      <Trans>Plan again from the report</Trans>
    </AppLink>
  )
}
