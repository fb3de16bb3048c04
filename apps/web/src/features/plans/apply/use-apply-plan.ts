import type { PlanEntry } from '@muster/contracts/plans'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useGo } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { useMay } from '../../../lib/session.ts'
import { approvalQuery } from '../approval/queries.ts'
import { applyPlanMutation, planQuery } from '../queries.ts'

/** A fresh key for one intention. Not `crypto.randomUUID`: that exists in secure contexts only. */
function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Applies this plan, if the member may, and opens the job, or hands it to `onApplied`. */
export function useApplyPlan(plan: PlanEntry, onApplied?: (jobId: string) => void) {
  const client = useQueryClient()
  const go = useGo()
  // One key per view of the plan: repeated clicks create one job.
  const [key] = useState(newIdempotencyKey)
  const isAllowed = useMay('plans:apply')
  const approval = useQuery(approvalQuery(plan.id)).data
  const may = isAllowed && approval?.mayApply === true
  const apply = useMutation({
    ...applyPlanMutation(plan, key),
    onSuccess: ({ jobId }) => {
      void client.invalidateQueries({ queryKey: planQuery(plan.id).queryKey, exact: true })
      if (onApplied === undefined) go(paths.job(jobId))
      else onApplied(jobId)
    },
    // Another member may have applied the plan, or it expired: reload to show its state.
    onError: () => void client.invalidateQueries({ queryKey: planQuery(plan.id).queryKey, exact: true }),
  })
  return { apply, may, isAllowed, approval }
}
