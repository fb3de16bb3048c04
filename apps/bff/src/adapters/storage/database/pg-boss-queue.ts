import { PgBoss } from 'pg-boss'
import { withoutAuditOrigin } from '../../../audit-origin.ts'
import type { Queue, WorkLimit } from '../../../queue.ts'
import { storeFailure } from '../../../store-failure.ts'
import { newId } from './new-id.ts'
import type { Storage, StorageLogger } from './storage.ts'
import { createWorkDeaths, type WorkDeaths } from './work-deaths.ts'
import { watchWork } from './work-watch.ts'

/** A queue with start and stop. */
export type RunningQueue = Queue & {
  /** Creates or updates the queue's tables. The other calls start it automatically. */
  start(): Promise<void>
  /** Aborts the handlers' signals and waits for them, at most `timeoutMs`; unfinished work is delivered again. */
  stop(timeoutMs?: number): Promise<void>
}

/** A dead worker's work goes to another after this long without a heartbeat (pg-boss allows no less). */
const heartbeatSeconds = 10
const queueOptions = {
  // At most one waiting or running piece of work a key; without a key each gets its own.
  policy: 'exclusive',
  notify: true,
  heartbeatSeconds,
  // Only its handler gives work up, never the queue: it is retried while it fails, at most once a minute.
  retryLimit: 1_000_000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  // Just under the queue's maximum of 24 hours; longer work resumes from its progress.
  expireInSeconds: 86_000,
  deleteAfterSeconds: 3600,
} as const

/** Thrown into the queue when the process stops: the work is delivered again. */
class StoppingError extends Error {
  override readonly name = 'StoppingError'
}

function createBoss(storage: Storage, logger: StorageLogger): PgBoss {
  const boss = new PgBoss({
    db: {
      executeSql: storage.executeSql,
      listen: (channel, onPayload, onGap) => storage.listen(channel, onPayload, onGap),
    },
    backend: storage.kind,
    useListenNotify: true,
    superviseIntervalSeconds: 30,
    // Allows the passes that `watchWork` requests in between.
    monitorIntervalSeconds: 1,
    cronMonitorIntervalSeconds: 30,
    cronWorkerIntervalSeconds: 10,
    // Muster's work has no dependencies.
    flowIntervalSeconds: 600,
    // The embedded store's own maintenance vacuums it.
    monitorVacuum: false,
    reindex: storage.kind === 'postgres',
  })
  let troubleLoggedAt = -Infinity
  boss.on('error', (error) => {
    // A full or unavailable store fails several polls a second: log one line a minute.
    if (storeFailure(error) !== null && performance.now() - troubleLoggedAt < 60_000) return
    troubleLoggedAt = performance.now()
    logger.error({ err: error }, 'The queue failed')
  })
  boss.on('warning', (warning) => logger.warn({ warning }, 'The queue issued a warning'))
  return boss
}

/** Starts pg-boss once, and creates each queue once. */
function createStarter(boss: PgBoss, storage: Storage) {
  const queues = new Map<string, Promise<void>>()
  let starting: Promise<void> | null = null
  async function start(): Promise<void> {
    starting ??= boss.start().then(() => (storage.kind === 'pglite' ? freeOrphans(storage) : undefined))
    await starting
  }
  return {
    start,
    isStarted: () => starting !== null,
    queueOf: async (name: string): Promise<void> => {
      await start()
      const made = queues.get(name) ?? boss.createQueue(name, queueOptions)
      queues.set(name, made)
      await made
    },
  }
}

/** The workers of each queue. */
function createWorkers(boss: PgBoss) {
  const workers = new Map<string, string[]>()
  return {
    notify: (name: string) => workers.get(name)?.forEach((worker) => boss.notifyWorker(worker)),
    add: async <T extends object>(name: string, handle: (job: Delivered<T>) => Promise<void>): Promise<void> => {
      const worker: string = await boss.work<T>(name, workOptions, async ([job]) => {
        if (job === undefined) return
        // More may wait than the notifications announced.
        await handle(job).finally(() => boss.notifyWorker(worker))
      })
      workers.set(name, [...(workers.get(name) ?? []), worker])
    },
  }
}

/** What puts work into the queues. */
function createSender(
  boss: PgBoss,
  { queueOf, onDelayed }: { readonly queueOf: (name: string) => Promise<void>; readonly onDelayed: () => void },
): Pick<Queue, 'send' | 'schedule'> {
  return {
    send: async (name, data, options = {}) => {
      await queueOf(name)
      const startAfter = options.startAfterSeconds === undefined ? {} : { startAfter: options.startAfterSeconds }
      const singletonKey = options.singletonKey ?? newId()
      const id = await boss.send(name, data, { singletonKey, ...startAfter })
      if (options.startAfterSeconds !== undefined) onDelayed()
      if (id !== null) return 'accepted'
      const waiting = await boss.findJobs(name, { key: singletonKey, queued: true })
      return waiting.length > 0 ? 'waits' : 'runs'
    },
    schedule: async (name, cron, options = {}) => {
      await queueOf(name)
      await boss.schedule(name, cron, {}, { tz: 'UTC', singletonKey: options.singletonKey ?? 'schedule' })
    },
  }
}

/** pg-boss on the shared store: the same on PGlite and on PostgreSQL, for all replicas. */
export function createQueue(storage: Storage, logger: StorageLogger): RunningQueue {
  const boss = createBoss(storage, logger)
  const stopping = new AbortController()
  const { start, isStarted, queueOf } = createStarter(boss, storage)
  const workers = createWorkers(boss)
  const watch = watchWork(storage, {
    // Without other processes, all work that waits is known at the last look.
    everyMs: storage.kind === 'pglite' ? 5000 : 1000,
    onDue: (name) => workers.notify(name),
    onDead: (name) => boss.supervise(name),
    onError: (error) => boss.emit('error', error),
  })
  const deaths = createWorkDeaths(storage)
  let ending: Promise<void> | null = null

  async function stop(timeoutMs: number): Promise<void> {
    stopping.abort(new StoppingError('the process is stopping'))
    watch.stop()
    if (!isStarted()) return
    await start()
    await boss.stop({ graceful: true, timeout: timeoutMs })
  }

  return {
    start,
    stop: (timeoutMs = 20_000) => (ending ??= stop(timeoutMs)),
    work: async (name, { concurrency, limit }, handler) => {
      await queueOf(name)
      const onFailed = (error: unknown) => {
        watch.lookSoon()
        if (!stopping.signal.aborted)
          logger.error({ err: error, work: name }, 'Background work failed and will be retried')
      }
      const handle = runUntilStop({ name, handler, limit }, { deaths, stopping: stopping.signal, onFailed })
      for (let n = 0; n < concurrency; n += 1) await workers.add(name, handle)
      watch.start()
    },
    ...createSender(boss, { queueOf, onDelayed: () => watch.lookSoon() }),
  }
}

interface Delivered<T> {
  readonly data: T
  readonly signal: AbortSignal
}

interface Work<T extends object> {
  readonly name: string
  readonly handler: (data: T, signal: AbortSignal) => Promise<void>
  readonly limit: WorkLimit<T> | undefined
}

/** Runs delivered work. Throws if it failed or the process stops, and the queue delivers it again. */
function runUntilStop<T extends object>(
  { name, handler, limit }: Work<T>,
  deps: { readonly deaths: WorkDeaths; readonly stopping: AbortSignal; readonly onFailed: (error: unknown) => void },
) {
  return async (job: Delivered<T>): Promise<void> => {
    try {
      // Scheduled work has no data.
      const data: T = job.data ?? {}
      const run = () => withoutAuditOrigin(() => handler(data, AbortSignal.any([job.signal, deps.stopping])))
      await (limit === undefined ? run() : runLimited(deps.deaths, { name, data, limit, run }))
    } catch (error) {
      deps.onFailed(error)
      // oxlint-disable-next-line preserve-caught-error -- the queue stores it in plain text; the log has it, redacted
      throw new Error('the work failed, see the log')
    }
    // Stopped in the middle: the next delivery determines whether it was finished.
    if (deps.stopping.aborted) throw new StoppingError('the process is stopping')
  }
}

/** A notification or `watchWork` wakes a worker; polling is the last resort. */
const workOptions = { batchSize: 1, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 600 } as const

/** Process deaths under a piece of work after which it is given up. */
const mostDeaths = 2

async function runLimited<T extends object>(
  deaths: WorkDeaths,
  {
    name,
    data,
    limit,
    run,
  }: {
    readonly name: string
    readonly data: T
    readonly limit: WorkLimit<T>
    readonly run: () => Promise<void>
  },
): Promise<void> {
  const work = `${name}:${limit.keyOf(data)}`
  try {
    if ((await deaths.begin(work)) < mostDeaths) await run()
    else await limit.giveUp(data)
  } finally {
    await deaths.end(work)
  }
}

/**
 * One process owns the embedded store: work still active at its start belongs to a dead process. Its clock may have
 * changed meanwhile, so no work waits for a time in the future, and no schedule counts from one.
 */
async function freeOrphans(storage: Storage): Promise<void> {
  await storage.executeSql(`
    update pgboss.job set state = 'retry' where state = 'active';
    update pgboss.job set start_after = now() where state in ('created', 'retry') and start_after > now();
    update pgboss.version set cron_on = null, bam_on = null;
    update pgboss.queue set monitor_on = null, maintain_on = null, monitor_claim_on = null`)
}
