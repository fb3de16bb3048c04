// A separate process for the kill storm: opens the store, reports it, works on the given jobs until they end.
import { createSecretKey } from 'node:crypto'
import { defaultGuardLimits } from '@muster/core/policy/limits'
import { createMemoryBatchLedger } from '../adapters/kore/batch/memory-batch-ledger.ts'
import { createMemoryBudgetLedger } from '../adapters/kore/budget/memory-budget-ledger.ts'
import { createKoreGateway } from '../adapters/kore/create-kore-gateway.ts'
import { directNetwork } from '../adapters/kore/transport/settings.ts'
import { newId } from '../adapters/storage/database/new-id.ts'
import { openErasureJournal } from '../adapters/storage/jobs/run/erasure-journal.ts'
import { createSqlJobRunStore } from '../adapters/storage/jobs/run/jobs-run-store.ts'
import { openStorage, type StorageOptions } from '../adapters/storage/open-storage.ts'
import { systemClock } from '../clock.ts'
import { defaultEngineSettings, type EngineSettings } from '../engine/context/run-context.ts'
import { runJob } from '../engine/run/run-job.ts'

/** The task of the process. */
export interface WorkerOrders {
  readonly storage: StorageOptions
  readonly kore: { readonly url: string; readonly clientId: string; readonly clientSecret: string }
  readonly jobIds: readonly string[]
  /** Path of the journal of accepted erasures. */
  readonly journalDir: string
  readonly settings: Partial<EngineSettings>
  /** The control run: records no intents. */
  readonly forgetful: boolean
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the storm writes it
const orders = JSON.parse(process.argv[2] ?? '') as WorkerOrders
const storage = await openStorage(orders.storage)
const gateway = createKoreGateway({
  settings: {
    host: orders.kore.url,
    clientId: orders.kore.clientId,
    secret: createSecretKey(Buffer.from(orders.kore.clientSecret)),
    ratePerMinute: 0,
    ratePerHour: 0,
    batchSize: 5,
    enforceJti: true,
    jweKey: null,
    timeouts: { connect: 500, firstByte: 800, total: 1000 },
    network: directNetwork,
  },
  ledger: createMemoryBudgetLedger(systemClock),
  batches: createMemoryBatchLedger(),
  clock: systemClock,
})
// A long storm removes more users than may be removed without a confirmation: its subject is kills, not limits.
const most = Number.MAX_SAFE_INTEGER
const limits = { ...defaultGuardLimits, confirmUsers: most, percentFromUsers: most, allowMost: true }
const kept = createSqlJobRunStore(storage.db, { limits })
const none = { groups: new Map(), roles: new Map(), bots: new Map() }
const deps = {
  writer: gateway.writer,
  store: orders.forgetful ? { ...kept, intend: async () => {} } : kept,
  directory: {
    lookups: async () => ({ ...none, known: { groups: false, roles: false, bots: false } }),
    adminHolders: async () => [],
    adminPolicy: async () => ({ holders: new Map(), floor: 1 }),
    upsertUsers: async () => {},
    markGone: async () => {},
    markChanged: async () => {},
  },
  clock: systemClock,
  random: Math.random,
  newId,
  settings: { ...defaultEngineSettings, ...orders.settings },
  onUpdated: () => {},
  onErasures: () => {},
  journal: openErasureJournal(orders.journalDir, systemClock.now(), (error) => {
    throw error
  }),
}
process.stdout.write('ready\n')
const never = new AbortController().signal
const untilOver = async (jobId: string) => {
  do {
    await runJob(deps, jobId, never)
  } while ((await kept.abandoned()).some(({ id }) => id === jobId))
}
await Promise.all(orders.jobIds.map(untilOver))
await gateway.close()
await storage.close()
process.stdout.write('over\n')
