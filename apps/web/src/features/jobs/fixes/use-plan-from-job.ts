import { useMutation } from '@tanstack/react-query'
import { useGo } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { planFromJobMutation } from '../queries.ts'

/** Makes a plan out of a job (retry, fix, undo) and goes to review it. Nothing is sent by this. */
export function usePlanFromJob() {
  const go = useGo()
  return useMutation({ ...planFromJobMutation(), onSuccess: (plan) => go(paths.plan(plan.id), { force: true }) })
}
