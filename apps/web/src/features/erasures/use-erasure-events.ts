import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { onMusterEvent } from '../../lib/events.ts'
import { erasureQuery, erasuresKey } from './queries.ts'

/** Updates erasure requests from the event stream. */
export function useErasureEvents(): void {
  const client = useQueryClient()
  useEffect(
    () =>
      onMusterEvent('erasure', ({ erasure }) => {
        client.setQueryData(erasureQuery(erasure.id).queryKey, erasure)
        void client.invalidateQueries({ queryKey: [...erasuresKey, 'list'] })
      }),
    [client],
  )
}
