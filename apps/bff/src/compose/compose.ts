import type { Environment } from '@muster/core/environment'
import { message } from '@muster/wording/message'
import { jobCalls } from '../adapters/kore/batch/job-calls.ts'
import type { Metrics } from '../adapters/metrics/create-metrics.ts'
import { createMetricsGate } from '../adapters/metrics/may-read-metrics.ts'
import { createQueue } from '../adapters/storage/database/pg-boss-queue.ts'
import type { Storage } from '../adapters/storage/database/storage.ts'
import { serveOperator } from '../adapters/storage/folder/backup-socket.ts'
import type { MarkFile } from '../adapters/storage/folder/mark-file.ts'
import { openStorage, storeOf } from '../adapters/storage/open-storage.ts'
import { type Clock, systemClock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import { guardLimitsFor } from '../config/config-guards.ts'
import { keepAdministrator } from '../features/session/keep-administrator.ts'
import { makeFirstLink, makeFurtherLink } from '../features/session/make-sign-in-link.ts'
import { ownersNamedBy } from '../features/session/named-owners.ts'
import { listen } from '../http/listen.ts'
import type { Log } from '../http/log.ts'
import { runMaintenance } from '../lifecycle/maintenance.ts'
import { createShutdown, type Shutdown } from '../lifecycle/shutdown.ts'
import { configuredNames } from './account-names.ts'
import { builtWebApp, composeApp, requestsPerMinute } from './compose-app.ts'
import { composeAuditHeads } from './compose-audit-heads.ts'
import { composeFeatures, type Features } from './compose-features.ts'
import { startResealing } from './compose-keys.ts'
import type { FeatureParts } from './compose-parts.ts'
import { composeStorage } from './compose-storage.ts'
import { composeStores } from './compose-stores.ts'
import { connectToKore, type Upstream } from './connect.ts'

/** A running Muster. */
export interface Running {
  readonly url: string
  readonly environment: Environment
  readonly accountName: string
  /** Sign-in link for the owner; null if an administrator is configured. */
  readonly signInLink: string | null
  /** Resolves with damage of the store that was found while Muster runs, once all work has ended; null without any. */
  readonly damage: Promise<Error | null>
  /** For the operator: the store is of another account, or was until this start. */
  readonly notice: string | null
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

/** Lets the operator of this machine request a backup of the embedded store, or a sign-in link. */
async function listenToOperator({ config, storage, stores, names, clock }: FeatureParts) {
  const { backUp } = storage
  if (backUp === undefined) return { close: async () => {} }
  return serveOperator(config.dataDir, {
    backUp: async (to) => {
      await backUp(to, new Date(clock.now()).toISOString())
      const sentence = message('audit.backed_up', { file: to })
      await stores.auditLog.append({ action: 'store.backed_up', actor: 'Muster', sentence })
    },
    makeLink: () =>
      makeFurtherLink(
        { members: stores.members, audit: stores.auditLog, clock },
        names.url(),
        config.admin?.email ?? null,
      ),
  })
}

async function connectAccount(
  config: Config,
  { stores: { members }, clock, names }: FeatureParts,
): Promise<string | null> {
  const named = ownersNamedBy(config)
  if (config.admin === null) return await makeFirstLink({ members, clock }, names.url(), named)
  await keepAdministrator({ members, clock }, config.admin, named)
  return null
}

async function startWork(features: Features, { storage, sealer, shutdown, clock, log }: FeatureParts): Promise<void> {
  await features.startWork()
  shutdown.add('the sealing of older content', startResealing(storage, sealer, { clock, log }))
}

/** Builds Muster from its configuration and starts it. If a later step fails, closes everything opened before. */
export async function compose(config: Config, tools: Tools): Promise<Running> {
  const { log, clock = systemClock } = tools
  const { opening = openStorage(storeOf(config), log), connecting = connectToKore(config) } = tools
  const shutdown = createShutdown(log)
  closeAtEnd(shutdown, opening, connecting)
  try {
    const { notice, ...store } = await composeStorage(config, opening, { clock, log, shutdown })
    // The links contain the port, which is known once the server listens.
    const open = { port: config.port, isOpen: false }
    const names = configuredNames(config, () => open.port)
    const parts = await composeParts(config, { ...store, upstream: await connecting, names, clock, log, shutdown })
    const operator = await listenToOperator(parts)
    shutdown.add('the commands', () => operator.close())
    const features = await composeFeatures(parts)
    // Registered after its dependencies, so it ends before the connection and the events do.
    shutdown.add('the work', () => parts.queue.stop(graceMs.work))
    await parts.queue.start()
    // Listens before the owner can sign in and the work runs.
    await serve(parts, features, tools, open)
    startMaintenance(parts)
    const signInLink = await connectAccount(config, parts)
    const verifying = verifyRest(parts)
    if (config.role === 'web') await features.replayErasures()
    else await startWork(features, parts)
    open.isOpen = true
    const damage = stopIfDamaged(verifying, parts, features)
    const { environment, accountName } = parts.upstream
    const url = names.url()
    log.info({ url, environment, store: parts.storage.kind, role: config.role }, 'Open')
    return { url, environment, accountName, signInLink, notice, damage, stop: shutdown.run }
  } catch (error) {
    await shutdown.run()
    throw error
  }
}

/** Verifies in the background the pages of a large store that the start did not. Returns the damage, or null. */
async function verifyRest({ storage, log }: Pick<FeatureParts, 'storage' | 'log'>): Promise<Error | null> {
  try {
    return (await storage.verifyRest?.()) ?? null
  } catch (error) {
    log.warn({ error }, 'The verification of the database did not finish')
    return null
  }
}

/** The store refuses every statement by then, without which nothing is sent; this ends the attempts. */
async function stopIfDamaged(
  verifying: Promise<Error | null>,
  { queue, log }: Pick<FeatureParts, 'queue' | 'log'>,
  features: Features,
): Promise<Error | null> {
  const error = await verifying
  if (error === null) return null
  log.error({ error }, 'The database is damaged: all work stops')
  // Every tab reconnects, and learns the reason.
  features.closeStreams()
  await queue.stop(graceMs.work).catch((failure: unknown) => log.warn({ error: failure }, 'Could not stop the work'))
  return error
}

/** The sandbox starts while the store opens. Either may fail first. */
function closeAtEnd(shutdown: Shutdown, opening: Promise<Storage>, connecting: Promise<Upstream>): void {
  opening.catch(() => {})
  connecting.catch(() => {})
  shutdown.add('the store', async () => {
    const opened = await opening.catch(() => null)
    await opened?.close()
  })
  shutdown.add('the sandbox', async () => {
    const connected = await connecting.catch(() => null)
    await connected?.stop()
  })
}

type BaseParts = Pick<FeatureParts, 'storage' | 'sealer' | 'upstream' | 'names' | 'clock' | 'log' | 'shutdown'>

async function composeParts(config: Config, base: BaseParts & { readonly markFile: MarkFile }): Promise<FeatureParts> {
  const { markFile, ...parts } = base
  const { storage, upstream, clock, log } = parts
  const limits = guardLimitsFor(config.guards, upstream.environment)
  const stores = composeStores(storage, { ...config, markFile, limits, calls: jobCalls(upstream.settings) })
  const auditHeads = await composeAuditHeads(config.auditHeads, {
    audit: stores.audit,
    clock,
    log,
    network: config.outbound.network,
  })
  parts.shutdown.add('the heads of the audit', auditHeads.stop)
  const queue = createQueue(storage, log)
  const metrics = await openMetrics(config.metricsToken)
  return { ...parts, config, limits, stores, auditHeads, queue, metrics }
}

/** Listens, and sets the port in `open`. */
async function serve(
  parts: FeatureParts,
  features: Features,
  { webRoot = builtWebApp, memberRequests = requestsPerMinute.member }: Tools,
  open: { port: number; readonly isOpen: boolean },
): Promise<void> {
  const { config, storage, stores, metrics, names, clock, log, shutdown, queue } = parts
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
        ready: async () => (open.isOpen ? await shutdown.readiness(() => storage.executeSql('select 1')) : 'starting'),
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
  open.port = server.port
  shutdown.add('the server and the work', async () => {
    // Together, so calls to Kore.ai get the whole grace period; requests may still queue work meanwhile.
    await Promise.all([server.close(graceMs.requests), queue.stop(graceMs.work)])
  })
  shutdown.add('the streams', async () => features.closeStreams())
}

function startMaintenance({ config, stores, clock, log, shutdown }: FeatureParts): void {
  const stop = runMaintenance({
    sessions: stores.sessions,
    retention: stores.retention(config.retention.keptDays),
    cases: stores.cases,
    dueSoonDays: config.retention.erasureNoticeDays,
    clock,
    log,
  })
  shutdown.add('maintenance', async () => stop())
}

const notCounted = () => {}

/** Without a token no one can read metrics: none are counted, and their library is not loaded. */
async function openMetrics(token: Buffer | null): Promise<Metrics> {
  if (token === null) return { request: notCounted, koreCall: notCounted, jobStarted: notCounted, read: async () => '' }
  const { createMetrics } = await import('../adapters/metrics/create-metrics.ts')
  return createMetrics()
}
