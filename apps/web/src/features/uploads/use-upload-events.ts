import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { onMusterEvent } from '../../lib/events.ts'
import { refreshUpload } from './queries.ts'

/** Keeps the uploads on screen current by the tab's stream. */
export function useUploadEvents(): void {
  const client = useQueryClient()
  useEffect(() => onMusterEvent('upload', ({ uploadId }) => refreshUpload(client, uploadId)), [client])
}
