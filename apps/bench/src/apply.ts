/**
 * Measures users a second through a job against the ceiling of the calls: batch size x concurrency / latency. Also with
 * a call budget, against batch size x allowed calls. Prints ratios; exits 1 below a target.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { createSqlJobRunStore } from '@muster/bff/adapters/storage/jobs/run/jobs-run-store'
import { migrate } from '@muster/bff/adapters/storage/migrations/run-migrations'
import { openStorage } from '@muster/bff/adapters/storage/open-storage'
import { aJob, anItem, aUser } from '@muster/bff/adapters/storage/testing/a-job'
import { engineDeps } from '@muster/bff/adapters/storage/testing/engine-deps'
import type { KoreWriter } from '@muster/bff/engine/kore-ports'
import { runJob } from '@muster/bff/engine/run/run-job'
import { createFakeKore } from '@muster/bff/engine/testing/fake-kore'

const say = (line: string) => process.stdout.write(`${line}\n`)

const latencyMs = 50
const readBatch = 200
const cases = [
  { batch: 50, parallel: 4, users: 1000, callsPerSecond: 4 },
  { batch: 10, parallel: 1, users: 600, callsPerSecond: null },
  { batch: 50, parallel: 1, users: 3000, callsPerSecond: null },
  { batch: 50, parallel: 4, users: 8000, callsPerSecond: null },
]

/** A call budget: four times Kore.ai's 60 a minute, so a run takes seconds. */
function budgeted(writer: KoreWriter, callsPerSecond: number): KoreWriter {
  let next = 0
  const slot = async () => {
    const now = performance.now()
    next = Math.max(next + 1000 / callsPerSecond, now)
    if (next > now) await delay(next - now)
  }
  return {
    ...writer,
    updateUsers: async (requests, options) => slot().then(() => writer.updateUsers(requests, options)),
    readUsers: async (identifiers, options) => slot().then(() => writer.readUsers(identifiers, options)),
  }
}

/** Share of the ceiling of the allowed calls; reads count as calls. */
const target = 0.9

const storage = await openStorage({ kind: 'pglite', dataDir: null })
await migrate(storage)
let missed = 0
for (const { batch, parallel, users: count, callsPerSecond } of cases) {
  const users = Array.from({ length: count }, (_, n) => aUser(n + 1))
  const kore = createFakeKore({ users, latencyMs, limits: { writeBatch: batch, readBatch } })
  const items = users.map((user, n) => anItem(n + 1, user, 'update'))
  const jobId = await aJob(storage.db, items)
  const base = engineDeps(createSqlJobRunStore(storage.db), kore)
  const writer = callsPerSecond === null ? kore.writer : budgeted(kore.writer, callsPerSecond)
  const deps = { ...base, writer, settings: { ...base.settings, controlMs: 400, parallelCalls: parallel } }
  const started = performance.now()
  await runJob(deps, jobId, new AbortController().signal)
  const seconds = (performance.now() - started) / 1000
  const rate = count / seconds
  const callsASecond = callsPerSecond ?? (parallel * 1000) / latencyMs
  const ceiling = batch * callsASecond
  // Every user is read before and after: those calls use the budget too.
  const calls = kore.log.writes + kore.log.reads
  const withReads = count / (calls / callsASecond)
  const ratio = rate / withReads
  if (ratio < target) missed += 1
  say(
    `batch ${batch} x ${parallel} at ${latencyMs} ms${callsPerSecond === null ? '' : `, ${callsPerSecond} calls/s allowed`}: ${rate.toFixed(0)} users/s; ` +
      `ceiling of writes alone ${ceiling.toFixed(0)} (ratio ${(rate / ceiling).toFixed(2)}); ` +
      `with ${kore.log.reads} verifying reads among ${calls} calls ${withReads.toFixed(0)} (ratio ${ratio.toFixed(2)}, target ${target}); ` +
      `calls that carry users ${((kore.log.writes / calls) * 100).toFixed(0)} %`,
  )
}
await storage.close()
say(missed === 0 ? 'apply: every target met' : `apply: ${missed} of ${cases.length} targets missed`)
process.exitCode = missed === 0 ? 0 : 1
