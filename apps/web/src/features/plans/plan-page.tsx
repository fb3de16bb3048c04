import type { PlanEntry } from '@muster/contracts/plans'
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { onMusterEvent } from '../../lib/events.ts'
import { paths } from '../../lib/paths.ts'
import { useSession } from '../../lib/session.ts'
import { EnvironmentTag } from '../../ui/facts/environment-tag.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { Page } from '../../ui/page/page.tsx'
import { PlanComputing } from './plan-computing.tsx'
import { PlanStateNotice } from './plan-state-notice.tsx'
import { originWords } from './plan-words.ts'
import { planQuery } from './queries.ts'
import { PlanReview } from './review/plan-review.tsx'

/** A plan: what would change, for whom, and what cannot; nothing has been sent. */
export function PlanPage(): ReactNode {
  const { planId } = useParams({ from: '/app/plans/$planId' })
  usePlanEvents(planId)
  const { data: plan } = useSuspenseQuery(planQuery(planId))
  return <PlanView key={planId} plan={plan} />
}

function PlanView({ plan }: { plan: PlanEntry }): ReactNode {
  const { environment, accountName } = useSession()
  return (
    <Page
      title={plan.title}
      documentTitle={`Plan: ${plan.title}`}
      above={<Origin plan={plan} />}
      state={
        <>
          {plan.state === 'applied' ? 'Applied to ' : 'Nothing has been sent to '}
          {accountName} <EnvironmentTag environment={environment} />
          {plan.state === 'applied' ? '. ' : ' yet. '}
          {plan.directoryAt === null ? null : (
            <>
              Held against the directory as read <Time iso={plan.directoryAt} />.
            </>
          )}
        </>
      }
    >
      <PlanStateNotice plan={plan} />
      {plan.state === 'computing' ? <PlanComputing plan={plan} /> : null}
      {plan.state === 'ready' || plan.state === 'applied' || plan.state === 'expired' ? (
        <PlanReview plan={plan} />
      ) : null}
    </Page>
  )
}

function Origin({ plan }: { plan: PlanEntry }): ReactNode {
  return (
    <>
      Plan {originWords(plan)}
      {plan.parentJobId === null ? null : (
        <>
          {' '}
          (<AppLink href={paths.job(plan.parentJobId)}>that job</AppLink>)
        </>
      )}
      {plan.uploadId === null ? null : (
        <>
          {' '}
          (<AppLink href={paths.upload(plan.uploadId)}>its rows</AppLink>)
        </>
      )}
      , made by <bdi>{plan.createdBy}</bdi> <Time iso={plan.createdAt} />
    </>
  )
}

/** Follows a plan being computed: its progress as it comes, the whole plan once it is ready. */
function usePlanEvents(planId: string): void {
  const client = useQueryClient()
  useEffect(
    () =>
      onMusterEvent('plan', (event) => {
        if (event.planId !== planId) return
        const { queryKey } = planQuery(planId)
        if (event.state !== 'computing') void client.invalidateQueries({ queryKey, exact: true })
        else
          client.setQueryData(queryKey, (plan) => (plan === undefined ? plan : { ...plan, progress: event.progress }))
      }),
    [client, planId],
  )
}
