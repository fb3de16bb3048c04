/**
 * Measures checked rows to a reviewed plan, against planning the same rows in memory; the first pages of a plan; and the
 * longest stall of a search while a job is created of it, against the same search when idle. With processor time, memory
 * and event-loop delay. `node apps/bench/src/plan.ts [--rows 150000,1000000] [--access alike|distinct] [--postgres url]`
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { newId } from '@muster/bff/adapters/storage/database/new-id'
import type { Storage } from '@muster/bff/adapters/storage/database/storage'
import { createSqlUserDirectory } from '@muster/bff/adapters/storage/directory/users-store'
import { migrate } from '@muster/bff/adapters/storage/migrations/run-migrations'
import { openStorage } from '@muster/bff/adapters/storage/open-storage'
import { syntheticUsers } from '@muster/bff/adapters/storage/testing/synthetic-users'
import { actor, uploadApp } from '@muster/bff/adapters/storage/testing/upload-app'
import { computePlan } from '@muster/bff/features/plans/compute-plan'
import { createPlan } from '@muster/bff/features/plans/create-plan'
import type { PlanUploads } from '@muster/bff/features/plans/ports'
import type { User } from '@muster/core/account/user'
import type { Change } from '@muster/core/change/change'
import { planItem } from '@muster/core/plan/plan-item'
import { lookups, tester } from '@muster/core/testing/account'
import { type Watched, watched } from './watched.ts'

const limits = { rowsPerSecond: 30_000, megabytes: 300, stallMs: 100 }
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '150000,1000000' },
    access: { type: 'string', default: 'alike' },
    postgres: { type: 'string' },
  },
})
const print = (line: string) => void process.stdout.write(`${line}\n`)
const signal = new AbortController().signal

function say(what: string, rows: number, { seconds, cpu, main, above, p99, max }: Watched, ratio = ''): void {
  print(
    `  ${what}: ${Math.round(rows / seconds).toLocaleString('en')} rows/s (${seconds.toFixed(2)} s, ${((cpu * 1e6) / rows).toFixed(0)} µs of processor time a row, ${((main * 1e6) / rows).toFixed(0)} in the main thread)${ratio}; memory +${above.toFixed(0)} MB; event loop p99 ${p99.toFixed(0)} ms, max ${max.toFixed(0)} ms`,
  )
}

/** A new object for each row, as if nothing were shared between them. */
const changeOf = (row: number): Change => ({
  kind: 'update',
  groups: { mode: 'edit', add: [row % 3 === 0 ? 'e-sales' : 'e-support'], remove: [] },
  roles: { mode: 'edit', add: [{ roleId: tester, botId: 'st-billing' }], remove: [] },
  isDeveloper: row % 3 > 0,
})

function userOf(people: readonly User[], row: number): string {
  return row < people.length ? (people[row]?.email ?? '') : `row${row}@example.com`
}

/** The checked rows of a file, as the uploads' store streams them. */
async function* checkedRows(people: readonly User[], rows: number): ReturnType<PlanUploads['uploadChanges']> {
  for (let from = 0; from < rows; from += 1024) {
    yield Array.from({ length: Math.min(1024, rows - from) }, (_, n) => ({
      row: from + n + 1,
      identifier: { by: 'email' as const, value: userOf(people, from + n) },
      change: changeOf(from + n),
      blockers: [],
    }))
  }
}

/** Plans every row in memory and keeps nothing. */
async function inMemory(people: readonly User[], rows: number): Promise<number> {
  let seen = 0
  for await (const batch of checkedRows(people, rows)) {
    for (const { row, identifier, change } of batch) {
      const user = people[row - 1]
      const match = user === undefined ? ({ kind: 'none' } as const) : ({ kind: 'user', user } as const)
      const policy = { accessVerified: true }
      seen += planItem({ seq: row, row, identifier, match, change, lookups, policy }).seq > 0 ? 1 : 0
    }
  }
  return seen
}

/** Users of one account: most have one of a few hundred combinations of access, or nearly each another one. */
function accountOf(count: number): readonly User[] {
  const users = [...syntheticUsers(count)]
  if (values.access === 'distinct') return users
  return users.map((user, n) => ({
    ...user,
    groups: [`e-${n % 23}`],
    roles: [{ roleId: `r-${n % 8}`, botId: `st-${n % 5}`, viaGroups: [] }],
  }))
}

/** Searches one after the other until stopped; returns how long each took. */
function searching(storage: Storage) {
  const users = createSqlUserDirectory(storage.db)
  const took: number[] = []
  const ended = new AbortController()
  const run = async () => {
    for (let n = 0; !ended.signal.aborted; n += 1) {
      const started = performance.now()
      await users.search({ filter: { q: `zoe.smith${n}` }, sort: 'email', limit: 50, after: null })
      took.push(performance.now() - started)
      await delay(5)
    }
  }
  const done = run()
  const stop = async () => {
    ended.abort()
    await done
    return { longest: Math.max(...took), median: took.toSorted((a, b) => a - b)[took.length >> 1] ?? 0 }
  }
  return { stop }
}

async function idleSearch(storage: Storage) {
  const search = searching(storage)
  await delay(1000)
  return search.stop()
}

async function measurePlan(storage: Storage, rows: number) {
  const people = accountOf(Math.min(rows, 150_000))
  const app = await uploadApp(storage.db, { people })
  // As the store's maintenance does after a sync: without statistics each search reads all users.
  await storage.executeSql('vacuum (analyze) users')
  print(`${rows.toLocaleString('en')} rows, ${storage.kind}, access ${values.access}`)
  const bare = await watched(() => inMemory(people, rows))
  say('planned in memory, one by one, kept nowhere', rows, bare)
  const uploads: PlanUploads = {
    uploadChanges: () => checkedRows(people, rows),
    originOf: async () => ({ fileName: 'bench.csv', jobId: null }),
    tieToPlan: async () => undefined,
    freeFromPlan: async () => undefined,
  }
  const deps = { ...app.plans, uploads }
  const plan = await watched(async () => {
    const made = await createPlan(deps, { source: { kind: 'upload', uploadId: 'u-1' }, actor, signal })
    if (made.state === 'computing') await computePlan(deps, { planId: made.id, signal })
    return (await deps.store.get(made.id)) ?? made
  })
  const ratio = `, ${(bare.seconds / plan.seconds).toFixed(2)} of it`
  say('checked rows to a reviewed plan, durable', rows, plan, ratio)
  if (plan.result.summary.total !== rows) throw new Error('the plan lacks rows')
  return { app, plan }
}

async function timed(what: string, task: () => Promise<unknown>): Promise<void> {
  const took: number[] = []
  for (let n = 0; n < 5; n += 1) {
    const started = performance.now()
    await task()
    took.push(performance.now() - started)
  }
  print(`  ${what}: median ${took.toSorted((a, b) => a - b)[2]?.toFixed(1)} ms`)
}

async function measure(storage: Storage, rows: number): Promise<boolean> {
  const { app, plan } = await measurePlan(storage, rows)
  const { id, hash } = plan.result
  const page = (filter: object) => app.plans.store.items(id, { afterSeq: 0, limit: 50, ...filter })
  await timed('a page in the middle', () => page({ afterSeq: rows / 2 }))
  await timed('a page of what is blocked', () => page({ disposition: 'blocked' }))
  await timed('a page of a search that finds nothing', () => page({ q: 'found nowhere' }))
  const idle = await idleSearch(storage)
  const search = searching(storage)
  const judge = () => ({ delayMs: 0, shareConfirmed: false })
  const request = {
    planId: id,
    hash: hash ?? '',
    jobId: newId(),
    actor,
    at: Date.now(),
    judge,
    provedBy: null,
    idempotency: null,
  }
  const applied = await watched(() => app.plans.store.apply(request))
  const during = await search.stop()
  if (applied.result.kind !== 'applied') throw new Error(`the plan was ${applied.result.kind}`)
  say('plan to job, durable', rows, applied)
  print(
    `  a search meanwhile: median ${during.median.toFixed(1)} ms, longest ${during.longest.toFixed(0)} ms (idle: ${idle.median.toFixed(1)} and ${idle.longest.toFixed(0)} ms)`,
  )
  const above = Math.max(plan.above, applied.above)
  return rows / plan.seconds >= limits.rowsPerSecond && above <= limits.megabytes && during.longest <= limits.stallMs
}

/** One size on a separate store. */
async function measureAlone(rows: number): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-bench-'))
  const { postgres } = values
  const storage = await openStorage(
    postgres === undefined ? { kind: 'pglite', dataDir: join(folder, 'data') } : { kind: 'postgres', url: postgres },
  )
  try {
    await migrate(storage)
    return await measure(storage, rows)
  } finally {
    await storage.close()
    await rm(folder, { recursive: true, force: true })
  }
}

let missed = 0
for (const rows of values.rows.split(',').map(Number)) if (!(await measureAlone(rows))) missed += 1
print(missed === 0 ? 'plan: every target met' : `plan: ${missed} sizes miss a target`)
process.exitCode = missed === 0 ? 0 : 1
