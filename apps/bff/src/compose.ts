import { createMetrics } from './adapters/metrics/create-metrics.ts'
import { createMetricsGate } from './adapters/metrics/may-read-metrics.ts'
import { migrate } from './adapters/storage/migrations/migrate.ts'
import { createQueue } from './adapters/storage/pg-boss-queue.ts'
import { openStorage, type Storage } from './adapters/storage/storage.ts'
import { type Clock, systemClock } from './clock.ts'
import { builtWebApp, composeApp } from './compose-app.ts'
import { composeFeatures } from './compose-features.ts'
import { composeStores, type Stores } from './compose-stores.ts'
import type { Config } from './config.ts'
import { deskNames } from './desk-names.ts'
import { keepAdministrator } from './features/session/keep-administrator.ts'
import { makeSignInLink } from './features/session/make-sign-in-link.ts'
import type { Log } from './http/log.ts'
import { keepHouse } from './keep-house.ts'
import { listen } from './listen.ts'
import { openUpstream } from './open-upstream.ts'
import { createShutdown } from './shutdown.ts'

/** A desk that is open. */
export interface Running {
  readonly url: string
  readonly environment: 'sandbox' | 'production'
  readonly accountName: string
  /** One-time link for the owner; null where an administrator is configured. */
  readonly signInLink: string | null
  /** Not ready at once, then ends what runs; within 25 seconds. */
  stop(): Promise<void>
}

interface Tools {
  readonly log: Log
  readonly clock?: Clock
  readonly webRoot?: string
}

/** How long running requests and work, side by side, may go on after a stop. */
const graceMs = { requests: 5000, work: 18_000 } as const

async function openStore(config: Config, log: Log): Promise<Storage> {
  const storage = await openStorage(
    config.databaseUrl === null
      ? { kind: 'pglite', dataDir: config.dataDir }
      : { kind: 'postgres', url: config.databaseUrl },
    log,
  )
  try {
    await migrate(storage)
  } catch (error) {
    await storage.close()
    throw error
  }
  return storage
}

async function openDoor(config: Config, deps: { stores: Stores; clock: Clock; url: string }): Promise<string | null> {
  const { members } = deps.stores
  if (config.admin === null) return await makeSignInLink({ members, clock: deps.clock }, deps.url)
  await keepAdministrator({ members, clock: deps.clock }, config.admin)
  return null
}

/** Builds the desk from its configuration and opens it. Whatever was opened is closed again when a later step fails. */
export async function compose(
  config: Config,
  { log, clock = systemClock, webRoot = builtWebApp }: Tools,
): Promise<Running> {
  const shutdown = createShutdown(log)
  try {
    const storage = await openStore(config, log)
    shutdown.add('the store', () => storage.close())
    const stores = composeStores(storage.db, config.quiesceMs)
    const upstream = await openUpstream(config)
    shutdown.add('the sandbox', () => upstream.stop())
    const queue = createQueue(storage, log)
    const metrics = createMetrics()
    let port = config.port
    // It listens before the owner may sign in and the work runs: the link names the port.
    let isOpen = false
    const names = deskNames(config, () => port)
    const features = await composeFeatures({
      config,
      storage,
      stores,
      upstream,
      queue,
      metrics,
      clock,
      log,
      names,
      shutdown,
    })
    // Registered after what the work uses, so it ends before the connection and the events do.
    shutdown.add('the work', () => queue.stop(graceMs.work))
    await queue.start()
    const app = composeApp({
      names,
      sessions: stores.sessions,
      routes: features.routes({
        health: {
          ready: async () => (isOpen ? await shutdown.readiness(() => storage.executeSql('select 1')) : 'starting'),
        },
        metrics: { read: metrics.read, mayRead: createMetricsGate(config.metricsToken) },
      }),
      webRoot,
      clock,
      log,
      stopping: shutdown.begun,
      count: metrics.request,
    })
    const server = await listen(app, { port: config.port, host: config.host, secure: names.secure })
    port = server.port
    shutdown.add('the server and the work', async () => {
      // Together, so that calls to Kore.ai get the whole grace time; requests may still queue work meanwhile.
      await Promise.all([server.close(graceMs.requests), queue.stop(graceMs.work)])
    })
    shutdown.add('the streams', async () => features.sayGoodbye())
    shutdown.add('housekeeping', async () => stopHousekeeping())
    const stopHousekeeping = keepHouse({ sessions: stores.sessions, clock, log })
    const signInLink = await openDoor(config, { stores, clock, url: names.url() })
    if (config.role !== 'web') await features.startWork()
    isOpen = true
    log.info({ url: names.url(), environment: upstream.environment, store: storage.kind, role: config.role }, 'Open')
    return {
      url: names.url(),
      environment: upstream.environment,
      accountName: upstream.accountName,
      signInLink,
      stop: shutdown.run,
    }
  } catch (error) {
    await shutdown.run()
    throw error
  }
}
