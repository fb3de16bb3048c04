/**
 * Measures users a second through a job against what its calls allow: number of calls x latency / concurrent calls.
 * The budget row counts users a call instead, since Kore.ai limits calls. Prints ratios; exits 1 below a target.
 */
// node apps/bench/src/apply.ts [--users 16000] [--stores pglite,postgres] [--cases 50x1,50x4,learned]

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { firstSizes } from '@muster/bff/adapters/kore/batch/batch-rule'
import { createBatchSizes } from '@muster/bff/adapters/kore/batch/batch-sizes'
import { createMemoryBatchLedger } from '@muster/bff/adapters/kore/batch/memory-batch-ledger'
import { writeEndpoints } from '@muster/bff/adapters/kore/write/write-endpoints'
import type { Storage } from '@muster/bff/adapters/storage/database/storage'
import { createSqlJobRunStore } from '@muster/bff/adapters/storage/jobs/run/jobs-run-store'
import { migrate } from '@muster/bff/adapters/storage/migrations/run-migrations'
import { openStorage } from '@muster/bff/adapters/storage/open-storage'
import { aJob } from '@muster/bff/adapters/storage/testing/a-job'
import { engineDeps } from '@muster/bff/adapters/storage/testing/engine-deps'
import { startPostgres } from '@muster/bff/adapters/storage/testing/postgres-cluster'
import { systemClock } from '@muster/bff/clock'
import { settings as table } from '@muster/bff/config/settings'
import { defaultEngineSettings } from '@muster/bff/engine/context/run-context'
import type { KoreWriter } from '@muster/bff/engine/kore-ports'
import { runJob } from '@muster/bff/engine/run/run-job'
import { anItem, aUser } from '@muster/bff/engine/testing/an-item'
import { createFakeKore } from '@muster/bff/engine/testing/fake-kore'

const say = (line: string) => process.stdout.write(`${line}\n`)
const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '16000' },
    stores: { type: 'string', default: 'pglite,postgres' },
    cases: { type: 'string', default: '50x1,50x4,learned' },
  },
})

const latencyMs = 50
/** Kore.ai's limit, for what a job takes at Kore.ai. */
const callsAnHour = 1800

interface Case {
  readonly name: string
  readonly users: number
  readonly parallel: number
  /** Most users in a change that the account takes. */
  readonly limit: number
  readonly target: { readonly ratio?: number; readonly usersPerCall?: number }
}
const cases: readonly Case[] = [
  { name: '50x1', users: Number(values.users) / 4, parallel: 1, limit: 50, target: { ratio: 0.95 } },
  { name: '50x4', users: Number(values.users), parallel: 4, limit: 50, target: { ratio: 0.9 } },
  {
    name: 'learned',
    users: 50_000,
    parallel: defaultEngineSettings.parallelCalls,
    limit: Infinity,
    target: { usersPerCall: 150 },
  },
]

/** Batches as in production: as many users as the account has been seen to take. */
function learning(writer: KoreWriter, limit: number): KoreWriter {
  const ceiling = Math.min(limit, table.batchSize.default)
  const sizes = createBatchSizes({ ledger: createMemoryBatchLedger(), clock: systemClock, ceiling })
  return {
    ...writer,
    limits: {
      readBatch: Math.min(firstSizes.read, table.batchSize.default),
      writeBatch: (kind) => sizes.of(writeEndpoints[kind]),
    },
    updateUsers: async (requests, options) => {
      const result = await writer.updateUsers(requests, options)
      if (result.kind === 'response') sizes.learn(writeEndpoints.update, { kind: 'clean', users: requests.length })
      return result
    },
  }
}

/** Runs one job; returns whether it met its target. */
async function measure(storage: Storage, { name, users: count, parallel, limit, target }: Case): Promise<boolean> {
  const users = Array.from({ length: count }, (_, n) => aUser(n + 1))
  const kore = createFakeKore({ users, latencyMs })
  const jobId = await aJob(
    storage.db,
    users.map((user, n) => anItem(n + 1, user, 'update')),
  )
  const base = engineDeps(createSqlJobRunStore(storage.db), kore)
  const settings = { ...base.settings, controlMs: defaultEngineSettings.controlMs, parallelCalls: parallel }
  const deps = { ...base, writer: learning(kore.writer, limit), settings }
  const started = performance.now()
  const from = process.cpuUsage()
  const thread = process.threadCpuUsage()
  await runJob(deps, jobId, new AbortController().signal)
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(from)
  const own = process.threadCpuUsage(thread)
  const calls = kore.log.writes + kore.log.reads
  const allowed = count / ((calls * latencyMs) / 1000 / parallel)
  const ratio = count / seconds / allowed
  const usersPerCall = count / calls
  const isMet = ratio >= (target.ratio ?? 0) && usersPerCall >= (target.usersPerCall ?? 0)
  say(
    `${storage.kind} ${name}: ${(count / seconds).toFixed(0)} users/s; its ${calls} calls (${kore.log.writes} changes) allow ` +
      `${allowed.toFixed(0)} (ratio ${ratio.toFixed(2)}${target.ratio === undefined ? '' : `, target ${target.ratio}`}); ` +
      `${usersPerCall.toFixed(0)} users a call${target.usersPerCall === undefined ? '' : ` (target ${target.usersPerCall})`}, ` +
      `${(usersPerCall * callsAnHour).toFixed(0)} an hour at Kore.ai; processor ${((user + system) / count).toFixed(0)} us a user, ` +
      `${((own.user + own.system) / count).toFixed(0)} of it in the engine`,
  )
  return isMet
}

const folder = mkdtempSync(join(tmpdir(), 'muster-apply-'))
let missed = 0
for (const store of values.stores.split(',')) {
  const cluster = store === 'postgres' ? await startPostgres() : null
  const storage = await openStorage(
    cluster === null
      ? { kind: 'pglite', dataDir: join(folder, 'data') }
      : { kind: 'postgres', url: cluster.urlOf('postgres') },
  )
  await migrate(storage)
  for (const one of cases.filter(({ name }) => values.cases.split(',').includes(name)))
    if (!(await measure(storage, one))) missed += 1
  await storage.close()
  await cluster?.stop()
}
rmSync(folder, { recursive: true, force: true })
say(missed === 0 ? 'apply: every target met' : `apply: ${missed} targets missed`)
process.exitCode = missed === 0 ? 0 : 1
