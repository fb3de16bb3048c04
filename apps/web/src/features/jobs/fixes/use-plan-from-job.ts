import { useMutation } from '@tanstack/react-query'
import { useGo } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { planFromJobMutation } from '../queries.ts'

/** Creates a plan from a job (retry, fix, undo) and opens its review. Sends nothing. `onEnd` closes the form it came from. */
export function usePlanFromJob(onEnd?: () => void) {
  const go = useGo()
  return useMutation({
    ...planFromJobMutation(),
    onSuccess: (plan) => go(paths.plan(plan.id), { force: true, ...(onEnd === undefined ? {} : { onEnd }) }),
  })
}
