import { type Directory, getDirectory } from '@muster/contracts/users'
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { accessKey } from './access.ts'
import { call } from './api.ts'
import { reload } from './reload.ts'

/** State and age of the directory. The event stream keeps it current. */
export const directoryQuery = queryOptions({
  queryKey: ['directory'],
  queryFn: ({ signal }) => call(getDirectory, { signal }),
  staleTime: 30_000,
})

const { queryKey } = directoryQuery

async function reloadUsers(client: QueryClient): Promise<void> {
  await Promise.all([reload(client, { queryKey: ['users'] }), reload(client, { queryKey: accessKey })])
}

/** Shows a state of the directory that an event carries; loads users and names again when a sync has ended. */
export function receiveDirectory(client: QueryClient, directory: Directory): void {
  client.setQueryData(queryKey, directory)
  // The response of a load under way may be older.
  if (client.isFetching({ queryKey, exact: true }) > 0) void client.invalidateQueries({ queryKey, exact: true })
  if (directory.state === 'ready') void reloadUsers(client)
}

/** Loads the directory again after events may have been missed, and the users and names if a sync has ended meanwhile. */
export async function catchUpWithDirectory(client: QueryClient): Promise<void> {
  const before = client.getQueryData(queryKey)
  await reload(client, { queryKey, exact: true })
  const after = client.getQueryData(queryKey)
  if (before?.state !== 'ready' || before.syncedAt !== after?.syncedAt) await reloadUsers(client)
}
