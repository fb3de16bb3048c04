import type { PlanEntry } from '@muster/contracts/plans'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useGo } from '../../../lib/app-link.tsx'
import { newIdempotencyKey } from '../../../lib/idempotency-key.ts'
import { paths } from '../../../lib/paths.ts'
import { useMay } from '../../../lib/session.ts'
import { applyPlanMutation, planQuery } from '../queries.ts'

/** Applying this plan, and whether this person may. Ends on the job. */
export function useApplyPlan(plan: PlanEntry) {
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
