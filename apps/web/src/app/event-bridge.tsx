import { type Query, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { accessKey } from '../lib/access.ts'
import { directoryQuery } from '../lib/directory.ts'
import { onMusterEvent, onStreamOpened, openEventStream, useStreamState } from '../lib/events.ts'
import { sessionQuery } from '../lib/session.ts'

/** Data that is followed by events of its own. */
const isFollowed = ({ queryKey }: Query) => ['plans', 'jobs', 'uploads', 'erasures'].includes(String(queryKey[0]))

/** Opens the event stream of the tab and keeps data that every page shows current. Renders nothing. */
export function EventBridge(): null {
  const client = useQueryClient()
  const isRefused = useStreamState() === 'refused'
  // Usually because the session has ended: the shell then leads to the sign-in page.
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
      // A finished job has updated the directory with the users it read again.
      onMusterEvent('job', ({ job }) => {
        if (job.finishedAt !== null) void client.invalidateQueries({ queryKey: ['users'] })
      }),
      // Before the first opening, only what events keep current can be stale: the page has just loaded the rest.
      onStreamOpened((isFirst) => void client.invalidateQueries(isFirst ? { predicate: isFollowed } : {})),
      openEventStream(),
    ]
    return () => {
      for (const end of stop) end()
    }
  }, [client])
  return null
}
