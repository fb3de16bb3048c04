import type { PlanEntry } from '@muster/contracts/plans'
import type { ReactNode } from 'react'
import { DeskLink } from '../../lib/desk-link.tsx'
import { paths } from '../../lib/paths.ts'
import { Notice } from '../../ui/notice.tsx'

/** What a plan that can no longer (or never could) be applied says about itself, and where to go from there. */
export function PlanStateNotice({ plan }: { plan: PlanEntry }): ReactNode {
  switch (plan.state) {
    case 'applied':
      return (
        <Notice kind="info">
          This plan was applied.{' '}
          {plan.jobId === null ? null : <DeskLink href={paths.job(plan.jobId)}>See how the job went</DeskLink>}
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
    case 'computing':
    case 'ready':
      break
  }
  return null
}

/** To what the plan was made from, where the same can be planned anew. */
function BackToSource({ plan: { source, uploadId, parentJobId } }: { plan: PlanEntry }): ReactNode {
  if (uploadId !== null) return <DeskLink href={paths.upload(uploadId)}>Plan its rows again</DeskLink>
  if (parentJobId === null) return <DeskLink href={paths.users()}>Choose the users again</DeskLink>
  if (source === 'undo') return <DeskLink href={paths.job(parentJobId)}>Plan the undo again from its job</DeskLink>
  return <DeskLink href={paths.job(parentJobId, { view: 'report' })}>Plan again from the report</DeskLink>
}
