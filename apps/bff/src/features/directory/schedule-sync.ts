import type { Directory } from '@muster/contracts/users'
import type { Queue } from '../../queue.ts'
import { type SyncDeps, syncDirectory } from './sync-directory.ts'

/** Looks whether a reading is due. */
const lookWork = 'directory.refresh'
/** Reads the account. Of its own name: were a look and a reading one work, a waiting look would swallow a wish to read. */
const readWork = 'directory.read'
const singletonKey = 'account'
/** A directory older than this is read again. */
const staleMs = 6 * 3_600_000
/** The same where some records could not be read: they may be whole by then. */
const unreadableStaleMs = 3_600_000
/** How often it is looked whether a refresh is due. */
const everyTenMinutes = '*/10 * * * *'

export interface FreshDeps extends SyncDeps {
  readonly queue: Queue
  /** The account begins anew at each start, as the built-in sandbox does: nothing known of it is true any more. */
  readonly isAccountNew: boolean
}

/** Registers the work and its schedule, and asks for the first reading. For replicas that do background work. */
export async function keepDirectoryFresh(deps: FreshDeps): Promise<void> {
  const { queue, store, clock, isAccountNew } = deps
  await queue.work(readWork, { concurrency: 1 }, (_request, signal) => syncDirectory(deps, signal))
  await queue.work(lookWork, { concurrency: 1 }, async () => {
    if (isDue(await store.state(), clock.now())) await queue.send(readWork, {}, { singletonKey })
  })
  await queue.schedule(lookWork, everyTenMinutes, { singletonKey })
  await queue.send(isAccountNew ? readWork : lookWork, {}, { singletonKey })
}

/** Asks for a refresh, unless one waits or runs. The state to show until it starts. */
export async function requestSync({ queue, store }: Pick<FreshDeps, 'queue' | 'store'>): Promise<Directory> {
  await queue.send(readWork, {}, { singletonKey })
  const state = await store.state()
  if (state.state === 'loading') return state
  return { ...state, state: 'loading', progress: { done: 0, total: null, step: 'starting' } }
}

/** Unfinished, failed or forbidden passes are tried at each look; a file's directory too, in case reading is allowed by now. */
function isDue(directory: Directory, now: number): boolean {
  if (directory.state !== 'ready') return true
  const longest = directory.unreadable === 0 ? staleMs : unreadableStaleMs
  return directory.syncedAt === null || now - Date.parse(directory.syncedAt) > longest
}
