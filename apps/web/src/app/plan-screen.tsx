import type { PlanEntry } from '@muster/contracts/plans'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { PlanPage } from '../features/plans/plan-page.tsx'
import { withMessages } from '../lib/language/active-language.ts'

// The form loads when it opens, not with the plan.
const EditPlanDialog = lazy(async () => ({
  default: (await withMessages(import('../features/edit/edit-plan-form.tsx'))).EditPlanDialog,
}))

interface OpenForm {
  readonly plan: PlanEntry
  readonly without: readonly number[]
}

/** A plan and the form that edits it. Features do not import each other, so `app` combines them. */
export function PlanScreen(): ReactNode {
  const [form, setForm] = useState<OpenForm | null>(null)
  return (
    <>
      <PlanPage onEdit={(plan, without) => setForm({ plan, without })} />
      {form === null ? null : (
        <Suspense fallback={null}>
          <EditPlanDialog {...form} onClose={() => setForm(null)} />
        </Suspense>
      )}
    </>
  )
}
