import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense } from 'react'
import { PlansPage } from '../features/plans/list/plans-page.tsx'
import { planQuery } from '../features/plans/queries.ts'
import { useGo } from '../lib/app-link.tsx'
import { withMessages } from '../lib/language/active-language.ts'
import { paths } from '../lib/paths.ts'

const EditPlanDialog = lazy(async () => ({
  default: (await withMessages(import('../features/edit/edit-plan-form.tsx'))).EditPlanDialog,
}))

/** The plans and the form that edits one of them. Features do not import each other, so `app` combines them. */
export function PlansScreen(): ReactNode {
  const client = useQueryClient()
  const go = useGo()
  const open = useMutation({
    mutationFn: (planId: string) => client.fetchQuery({ ...planQuery(planId), staleTime: 0 }),
    // Applied, replaced or removed since the list was read: the plan explains it.
    onSuccess: (plan) => (plan.isEditable ? undefined : go(paths.plan(plan.id))),
  })
  const plan = open.data?.isEditable === true ? open.data : null
  const close = (): void => {
    // An edit replaces the draft once the new plan is computed: an event that only the page of a plan follows.
    if (plan !== null) void client.invalidateQueries({ queryKey: planQuery(plan.id).queryKey, exact: true })
    open.reset()
  }
  return (
    <>
      <PlansPage onEdit={open.mutate} opening={open.isPending ? open.variables : null} error={open.error} />
      {plan === null ? null : (
        <Suspense fallback={null}>
          <EditPlanDialog plan={plan} without={[]} onClose={close} />
        </Suspense>
      )}
    </>
  )
}
