import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { onMusterEvent } from '../../lib/events.ts'
import { planQuery } from './queries.ts'

/** Follows a plan being computed: its progress as it comes, the whole plan once it is ready. */
export function usePlanEvents(planId: string): void {
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
