import { type Query, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { catchUpWithDirectory, receiveDirectory } from '../lib/directory.ts'
import { onMusterEvent, onStreamOpened, openEventStream, useStreamState } from '../lib/events.ts'
import { reload } from '../lib/reload.ts'
import { sessionQuery } from '../lib/session.ts'

/** Queries that events of their own keep current. */
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
      onMusterEvent('directory', ({ directory }) => receiveDirectory(client, directory)),
      // A finished job has updated the directory with the users it read again.
      onMusterEvent('job', ({ job }) => {
        if (job.finishedAt !== null) void reload(client, { queryKey: ['users'] })
      }),
      // A plan may have a new name, which its job has too: there is one only of an applied plan.
      onMusterEvent('plan', ({ state }) => {
        if (state === 'computing') return
        void client.invalidateQueries({ queryKey: ['plans', 'list'] })
        if (state !== 'applied') return
        for (const what of ['list', 'one']) void client.invalidateQueries({ queryKey: ['jobs', what] })
      }),
      // Before the first opening, only what events keep current can be stale: the page has just loaded the rest.
      onStreamOpened((isFirst) => {
        void reload(client, isFirst ? { predicate: isFollowed } : {})
        if (isFirst) void catchUpWithDirectory(client)
      }),
      openEventStream(),
    ]
    return () => {
      for (const end of stop) end()
    }
  }, [client])
  return null
}
