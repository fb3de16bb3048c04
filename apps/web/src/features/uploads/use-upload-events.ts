import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { onMusterEvent } from '../../lib/events.ts'
import { refreshUpload } from './queries.ts'

/** Refetches the uploads on screen when an event reports a change. */
export function useUploadEvents(): void {
  const client = useQueryClient()
  useEffect(() => onMusterEvent('upload', ({ uploadId }) => refreshUpload(client, uploadId)), [client])
}
