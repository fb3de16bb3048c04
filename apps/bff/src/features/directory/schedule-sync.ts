import type { Directory } from '@muster/contracts/users'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'
import type { Queue } from '../../queue.ts'
import { type SyncDeps, syncDirectory } from './sync-directory.ts'

/** Checks whether a sync is due. */
const lookWork = 'directory.refresh'
/** Syncs the account. A separate kind of work: otherwise a waiting check would swallow a requested sync. */
const readWork = 'directory.read'
const singletonKey = 'account'
/** Maximum age of the directory before the next sync. */
const staleMs = 6 * 3_600_000
/** The same if some records could not be read: they may be readable by then. */
const unreadableStaleMs = 3_600_000
/** How often to check whether a sync is due. */
const everyTenMinutes = '*/10 * * * *'
/** How often to check whether the work item of a completed sync has ended, and for how long: twenty seconds. */
const endingMs = 50
const mostAttempts = 400

export interface FreshDeps extends SyncDeps {
  readonly queue: Queue
  /** The account starts empty at each start, like the built-in sandbox: all stored data of it is stale. */
  readonly isAccountNew: boolean
}

type RequestDeps = Pick<FreshDeps, 'queue' | 'store' | 'clock'>

/** Registers the work and its schedule, and requests the first sync. For replicas that run background work. */
export async function keepDirectoryFresh(deps: FreshDeps): Promise<void> {
  const { queue, store, clock, isAccountNew } = deps
  await queue.work(readWork, { concurrency: 1 }, (_request, signal) => syncDirectory(deps, signal))
  await queue.work(lookWork, { concurrency: 1 }, async () => {
    if (isDue(await store.state(), clock.now())) await queue.send(readWork, {}, { singletonKey })
  })
  await queue.schedule(lookWork, everyTenMinutes, { singletonKey })
  await queue.send(isAccountNew ? readWork : lookWork, {}, { singletonKey })
}

/** Requests a sync if one is due. */
export async function requestDueSync(deps: RequestDeps): Promise<void> {
  if (isDue(await deps.store.state(), deps.clock.now())) await request(deps)
}

export const ofOtherAccount = () => new ProblemError('conflict', message('problem.sync_of_other_account'))

/** Requests a sync, unless one waits or runs. Returns the state to show until it starts. */
export async function requestSync(deps: RequestDeps & Pick<FreshDeps, 'isOwnAccount'>): Promise<Directory> {
  if (!(await deps.isOwnAccount())) throw ofOtherAccount()
  return await request(deps)
}

async function request({ queue, store, clock }: RequestDeps): Promise<Directory> {
  // A work item that still runs after the last attempt is of a dead process. It is delivered again, and syncs then.
  for (let attempt = 1; ; attempt += 1) {
    const sent = await queue.send(readWork, {}, { singletonKey })
    const state = await store.state()
    if (state.state === 'loading') return state
    if (sent !== 'runs' || attempt === mostAttempts)
      return { ...state, state: 'loading', progress: { done: 0, total: null, step: 'starting' } }
    // The sync is over and its work item about to end: it would swallow the request.
    await clock.sleep(endingMs)
  }
}

/** Unfinished, failed or forbidden passes are retried at each check; a file's directory too, in case reading is allowed by now. */
function isDue(directory: Directory, now: number): boolean {
  if (directory.state !== 'ready') return true
  const longest = directory.unreadable === 0 ? staleMs : unreadableStaleMs
  return directory.syncedAt === null || now - Date.parse(directory.syncedAt) > longest
}
