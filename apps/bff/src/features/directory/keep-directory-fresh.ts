import type { Directory } from '@muster/contracts/users'
import type { Queue } from '../../queue.ts'
import { type RefreshDeps, refreshDirectory } from './refresh-directory.ts'

export const refreshWork = 'directory.refresh'
const singletonKey = 'account'
/** A directory older than this is read again. */
const staleMs = 6 * 3_600_000
/** How often it is looked whether a refresh is due. */
const everyTenMinutes = '*/10 * * * *'

interface RefreshRequest {
  /** Asked for by a person: whatever the age. */
  readonly now?: boolean
}

export interface FreshDeps extends RefreshDeps {
  readonly queue: Queue
}

/** Registers the work and its schedule, and asks for the first reading. For replicas that do background work. */
export async function keepDirectoryFresh(deps: FreshDeps): Promise<void> {
  await deps.queue.work<RefreshRequest>(refreshWork, { concurrency: 1 }, async (request, signal) => {
    if (request.now === true || isDue(await deps.store.state(), deps.clock.now())) await refreshDirectory(deps, signal)
  })
  await deps.queue.schedule(refreshWork, everyTenMinutes, { singletonKey })
  await deps.queue.send(refreshWork, {}, { singletonKey })
}

/** Asks for a refresh, unless one waits or runs. The state to show until it starts. */
export async function requestRefresh({ queue, store }: Pick<FreshDeps, 'queue' | 'store'>): Promise<Directory> {
  await queue.send(refreshWork, { now: true }, { singletonKey })
  const state = await store.state()
  if (state.state === 'loading') return state
  return { ...state, state: 'loading', progress: { done: 0, total: null, step: 'starting' } }
}

/** Unfinished, failed or forbidden passes are tried at each look; a file's directory too, in case reading is allowed by now. */
function isDue(directory: Directory, now: number): boolean {
  if (directory.state !== 'ready') return true
  return directory.refreshedAt === null || now - Date.parse(directory.refreshedAt) > staleMs
}
