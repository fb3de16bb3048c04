import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { onMusterEvent } from '../../lib/events.ts'
import { adoptJob } from './queries.ts'

/** Keeps every job on screen current by the tab's stream. The tray lives on every page, so it listens for all of them. */
export function useJobEvents(): void {
  const client = useQueryClient()
  useEffect(() => onMusterEvent('job', ({ job }) => adoptJob(client, job)), [client])
}
