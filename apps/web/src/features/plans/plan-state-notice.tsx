import type { PlanEntry } from '@muster/contracts/plans'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { holdQuery } from '../../lib/hold.ts'
import { paths } from '../../lib/paths.ts'
import { Notice } from '../../ui/page/notice.tsx'
import { heldPlanWords } from './plan-words.ts'

/** What a plan that can no longer (or never could) be applied says about itself, and where to go from there. */
export function PlanStateNotice({ plan }: { plan: PlanEntry }): ReactNode {
  switch (plan.state) {
    case 'applied':
      return (
        <Notice kind="info">
          This plan was applied.{' '}
          {plan.jobId === null ? null : <AppLink href={paths.job(plan.jobId)}>See how the job went</AppLink>}
        </Notice>
      )
    case 'expired':
      return (
        <Notice kind="warning">
          This plan is too old to apply: people may have changed since. Nothing was sent. <BackToSource plan={plan} />
        </Notice>
      )
    case 'failed':
      return (
        <Notice kind="danger">
          <strong>The plan could not be made.</strong> {plan.problem ?? 'The reason is not known.'} Nothing was sent.{' '}
          <BackToSource plan={plan} />
        </Notice>
      )
    case 'ready':
      return <HeldNotice />
    case 'computing':
      break
  }
  return null
}

/** While jobs are held, a plan may be applied; its job waits for the release. */
function HeldNotice(): ReactNode {
  const hold = useQuery(holdQuery).data ?? null
  return hold === null ? null : <Notice kind="warning">{heldPlanWords}</Notice>
}

/** To what the plan was made from, where the same can be planned anew. */
function BackToSource({ plan: { source, uploadId, parentJobId } }: { plan: PlanEntry }): ReactNode {
  if (uploadId !== null) return <AppLink href={paths.upload(uploadId)}>Plan its rows again</AppLink>
  if (parentJobId === null) return <AppLink href={paths.users()}>Choose the users again</AppLink>
  if (source === 'undo') return <AppLink href={paths.job(parentJobId)}>Plan the undo again from its job</AppLink>
  return <AppLink href={paths.job(parentJobId, { view: 'report' })}>Plan again from the report</AppLink>
}
