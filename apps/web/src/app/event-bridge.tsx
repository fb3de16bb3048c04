import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { accessKey } from '../lib/access.ts'
import { directoryQuery } from '../lib/directory.ts'
import { onMusterEvent, onStreamReopened, openEventStream, useStreamState } from '../lib/events.ts'
import { sessionQuery } from '../lib/session.ts'

/** Opens the tab's stream and keeps what the whole desk shows current. Renders nothing. */
export function EventBridge(): null {
  const client = useQueryClient()
  const isRefused = useStreamState() === 'refused'
  // Mostly because the session has ended: then the shell leads to the door.
  useEffect(() => {
    if (isRefused) void client.invalidateQueries({ queryKey: sessionQuery.queryKey })
  }, [isRefused, client])
  useEffect(() => {
    const stop = [
      onMusterEvent('directory', ({ directory }) => {
        client.setQueryData(directoryQuery.queryKey, directory)
        if (directory.state !== 'ready') return
        void client.invalidateQueries({ queryKey: ['users'] })
        void client.invalidateQueries({ queryKey: accessKey })
      }),
      // A job that ended has written what it read again into the directory.
      onMusterEvent('job', ({ job }) => {
        if (job.finishedAt !== null) void client.invalidateQueries({ queryKey: ['users'] })
      }),
      onStreamReopened(() => void client.invalidateQueries()),
      openEventStream(),
    ]
    return () => {
      for (const end of stop) end()
    }
  }, [client])
  return null
}
