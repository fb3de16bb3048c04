import type { Environment } from '@muster/core/environment'
import { message } from '@muster/wording/message'
import { jobCalls } from '../adapters/kore/batch/job-calls.ts'
import type { Metrics } from '../adapters/metrics/create-metrics.ts'
import { createMetricsGate } from '../adapters/metrics/may-read-metrics.ts'
import { createQueue } from '../adapters/storage/database/pg-boss-queue.ts'
import { takeOverEmbedded } from '../adapters/storage/database/postgres/take-over-embedded.ts'
import type { Storage } from '../adapters/storage/database/storage.ts'
import { followMark, holdIfRestored } from '../adapters/storage/database/store-state.ts'
import { serveOperator } from '../adapters/storage/folder/backup-socket.ts'
import { type MarkFile, openMarkFile } from '../adapters/storage/folder/mark-file.ts'
import { migrate } from '../adapters/storage/migrations/run-migrations.ts'
import { openStorage, storeOf } from '../adapters/storage/open-storage.ts'
import { removeLeftFiles } from '../adapters/storage/uploads/temporary-files.ts'
import { type Clock, systemClock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import { guardLimitsFor } from '../config/config-guards.ts'
import { keepAdministrator } from '../features/session/keep-administrator.ts'
import { makeFirstLink, makeFurtherLink } from '../features/session/make-sign-in-link.ts'
import { ownersNamedBy } from '../features/session/named-owners.ts'
import { listen } from '../http/listen.ts'
import type { Log } from '../http/log.ts'
import { runMaintenance } from '../lifecycle/maintenance.ts'
import { createShutdown } from '../lifecycle/shutdown.ts'
import { configuredNames } from './account-names.ts'
import { builtWebApp, composeApp, requestsPerMinute } from './compose-app.ts'
import { composeFeatures, type Features } from './compose-features.ts'
import { sealerOf, startResealing, withSealedContent } from './compose-keys.ts'
import type { FeatureParts } from './compose-parts.ts'
import { composeProof } from './compose-proof.ts'
import { composeStores, type Stores } from './compose-stores.ts'
import { connectToKore, type Upstream } from './connect.ts'

/** A running Muster. */
export interface Running {
  readonly url: string
  readonly environment: Environment
  readonly accountName: string
  /** Sign-in link for the owner; null if an administrator is configured. */
  readonly signInLink: string | null
  /** Becomes not ready at once, then stops all work; within 25 seconds. */
  stop(): Promise<void>
}

interface Tools {
  readonly log: Log
  readonly clock?: Clock
  readonly webRoot?: string
  /** The store and the connection, if the caller opens them already. */
  readonly opening?: Promise<Storage>
  readonly connecting?: Promise<Upstream>
  /** Requests a minute of one member. */
  readonly memberRequests?: number
}

/** Grace period for running requests and concurrent work after a stop. */
const graceMs = { requests: 5000, work: 18_000 } as const

async function prepareStore(opening: Promise<Storage>, { dataDir }: Config): Promise<Storage> {
  const storage = await opening
  await migrate(storage)
  await removeLeftFiles(dataDir)
  return storage
}

/** On PostgreSQL, a persistent folder is a second line of defense: without one, Muster runs and logs a warning. */
function markFileOf({ dataDir, databaseUrl }: Config, log: Log): MarkFile {
  if (databaseUrl === null) return openMarkFile(dataDir)
  let warned = false
  return openMarkFile(dataDir, (error) => {
    if (!warned) log.warn({ error }, 'DATA_DIR cannot be written: a physical restore of the database is not noticed')
    warned = true
  })
}

/** A store older than this installation's last state runs no job until an owner releases it. */
async function holdRestored(parts: {
  config: Config
  storage: Storage
  markFile: MarkFile
  clock: Clock
  log: Log
}): Promise<void> {
  const { config, storage, markFile, clock, log } = parts
  const reason = await holdIfRestored(storage, markFile, { quiesceMs: config.quiesceMs, at: clock.now() })
  if (reason === null) return
  log.warn({ reason }, 'The database was restored or copied: no job runs until an owner releases it under Settings')
}

/** Lets the operator of this machine request a backup of the embedded store, or a sign-in link. */
async function listenToOperator(
  storage: Storage,
  { config, stores, clock, url }: { config: Config; stores: Stores; clock: Clock; url: () => string },
) {
  const { backUp } = storage
  if (backUp === undefined) return { close: async () => {} }
  return serveOperator(config.dataDir, {
    backUp: async (to) => {
      await backUp(to, new Date(clock.now()).toISOString())
      const sentence = message('audit.backed_up', { file: to })
      await stores.auditLog.append({ action: 'store.backed_up', actor: 'Muster', sentence })
    },
    makeLink: () =>
      makeFurtherLink({ members: stores.members, audit: stores.auditLog, clock }, url(), config.admin?.email ?? null),
  })
}

async function connectAccount(
  config: Config,
  deps: { stores: Stores; clock: Clock; url: string },
): Promise<string | null> {
  const { members } = deps.stores
  const named = ownersNamedBy(config)
  if (config.admin === null) return await makeFirstLink({ members, clock: deps.clock }, deps.url, named)
  await keepAdministrator({ members, clock: deps.clock }, config.admin, named)
  return null
}

async function startWork(
  features: Features,
  { storage, sealer, shutdown, ...tools }: Pick<FeatureParts, 'storage' | 'sealer' | 'shutdown' | 'clock' | 'log'>,
): Promise<void> {
  await features.startWork()
  shutdown.add('the sealing of older content', startResealing(storage, sealer, tools))
}

/** Builds Muster from its configuration and starts it. If a later step fails, closes everything opened before. */
export async function compose(config: Config, tools: Tools): Promise<Running> {
  const { log, clock = systemClock, webRoot = builtWebApp, memberRequests = requestsPerMinute.member } = tools
  const { opening = openStorage(storeOf(config), log), connecting = connectToKore(config) } = tools
  const shutdown = createShutdown(log)
  try {
    shutdown.add('the store', async () => {
      const opened = await opening.catch(() => null)
      await opened?.close()
    })
    // The sandbox starts while the store opens. Either may fail first.
    opening.catch(() => {})
    connecting.catch(() => {})
    shutdown.add('the sandbox', async () => {
      const connected = await connecting.catch(() => null)
      await connected?.stop()
    })
    // The store judges its folder first, in which the key is.
    const opened = await prepareStore(opening, config)
    const sealer = sealerOf(config)
    const storage = await withSealedContent(opened, sealer, clock)
    const markFile = markFileOf(config, log)
    await takeOverEmbedded(storage, config.quiesceMs)
    await holdRestored({ config, storage, markFile, clock, log })
    if (storage.kind === 'postgres') {
      const unfollow = followMark(storage.db, markFile, (error) =>
        log.warn({ error }, 'Could not read the mark of the store'),
      )
      shutdown.add('the mark', async () => unfollow())
    }
    const upstream = await connecting
    const limits = guardLimitsFor(config.guards, upstream.environment)
    const stores = composeStores(storage, { ...config, markFile, limits, calls: jobCalls(upstream.settings) })
    const proof = await composeProof(config.proof, { audit: stores.audit, clock, log })
    shutdown.add('the heads of the audit', proof.stop)
    const queue = createQueue(storage, log)
    const metrics = await openMetrics(config.metricsToken)
    let port = config.port
    // Listens before the owner can sign in and the work runs: the link contains the port.
    let isOpen = false
    const names = configuredNames(config, () => port)
    const operator = await listenToOperator(storage, { config, stores, clock, url: () => names.url() })
    shutdown.add('the commands', () => operator.close())
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
      limits,
      proof,
      sealer,
    })
    // Registered after its dependencies, so it ends before the connection and the events do.
    shutdown.add('the work', () => queue.stop(graceMs.work))
    await queue.start()
    const app = composeApp({
      names,
      sessions: stores.sessions,
      devices: stores.devices,
      bearers: stores.bearers,
      isOwn: stores.scopes.isOwn,
      tokens: stores.tokens,
      audit: stores.auditLog,
      proxies: config.trustedProxies,
      routes: features.routes({
        health: {
          ready: async () => (isOpen ? await shutdown.readiness(() => storage.executeSql('select 1')) : 'starting'),
        },
        metrics: { read: metrics.read, mayRead: createMetricsGate(config.metricsToken) },
      }),
      webRoot,
      memberRequests,
      clock,
      log,
      stopping: shutdown.begun,
      count: metrics.request,
    })
    const server = await listen(app, { port: config.port, host: config.host, secure: names.secure })
    port = server.port
    shutdown.add('the server and the work', async () => {
      // Together, so calls to Kore.ai get the whole grace period; requests may still queue work meanwhile.
      await Promise.all([server.close(graceMs.requests), queue.stop(graceMs.work)])
    })
    shutdown.add('the streams', async () => features.closeStreams())
    shutdown.add('maintenance', async () => stopMaintenance())
    const stopMaintenance = runMaintenance({
      sessions: stores.sessions,
      retention: stores.retention(config.proof.keptDays),
      cases: stores.cases,
      dueSoonDays: config.proof.erasureNoticeDays,
      clock,
      log,
    })
    const signInLink = await connectAccount(config, { stores, clock, url: names.url() })
    if (config.role !== 'web') await startWork(features, { storage, sealer, shutdown, clock, log })
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

const notCounted = () => {}

/** Without a token no one can read metrics: none are counted, and their library is not loaded. */
async function openMetrics(token: Buffer | null): Promise<Metrics> {
  if (token === null) return { request: notCounted, koreCall: notCounted, jobStarted: notCounted, read: async () => '' }
  const { createMetrics } = await import('../adapters/metrics/create-metrics.ts')
  return createMetrics()
}
