import { openStorage } from '@muster/bff/adapters/storage/open-storage'
// node apps/bench/src/search.ts [--users 100000,1000000] [--stores pglite,postgres] [--keep <folder>] [--each]
// Whole ten thousands, or fewer than that. `--keep` leaves the embedded stores in a folder, and uses those that are there.

import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Storage } from '@muster/bff/adapters/storage/database/storage'
import { createSqlUserDirectory } from '@muster/bff/adapters/storage/directory/users-store'
import { migrate } from '@muster/bff/adapters/storage/migrations/run-migrations'
import { loadManyUsers } from '@muster/bff/adapters/storage/testing/many-users'
import { startPostgres } from '@muster/bff/adapters/storage/testing/postgres-cluster'
import { searchClasses, unindexedSearch } from './search-classes.ts'

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '100000,1000000' },
    stores: { type: 'string', default: 'pglite,postgres' },
    keep: { type: 'string' },
    /** Prints each kind of search. */
    each: { type: 'boolean', default: false },
  },
})
const sizes = values.users.split(',').map(Number)
const rounds = 5
const sorts = ['email', '-email', 'name', '-name', 'status', '-status', 'synced', '-synced'] as const
/** Runs of the slow baseline search: seconds each at a million users. */
const peerRounds = 1

interface Figures {
  readonly p50: number
  readonly p95: number
}
interface Result {
  readonly store: string
  readonly users: number
  readonly ours: Figures
  readonly peer: Figures
  /** Pages of all users by each column, in both directions. */
  readonly sorted: Figures
  /** Processor time of one search, mean of all. */
  readonly cpuMs: number
}

const ms = (value: number): string => `${value.toFixed(1)} ms`

/** Medians of the classes, as the targets define them. */
function figures(medians: readonly number[]): Figures {
  const sorted = medians.toSorted((a, b) => a - b)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95) }
}

async function medianMs(times: number, run: () => Promise<unknown>): Promise<number> {
  const taken: number[] = []
  for (let round = 0; round < times; round += 1) {
    const from = performance.now()
    await run()
    taken.push(performance.now() - from)
  }
  return figures(taken).p50
}

async function measure(storage: Storage, users: number): Promise<Result> {
  const directory = createSqlUserDirectory(storage.db)
  const ours: number[] = []
  const peer: number[] = []
  let cpuMs = 0
  for (const filter of searchClasses) {
    const search = { filter, sort: filter.q === undefined ? 'email' : 'relevance', after: null, limit: 50 } as const
    const from = process.cpuUsage()
    ours.push(await medianMs(rounds, () => directory.search(search)))
    const used = process.cpuUsage(from)
    if (values.each) process.stdout.write(`${ms(ours.at(-1) ?? Number.NaN).padStart(10)} ${JSON.stringify(filter)}\n`)
    cpuMs += (used.user + used.system) / 1000 / rounds / searchClasses.length
    peer.push(await medianMs(peerRounds, () => unindexedSearch(storage, filter)))
  }
  const sorted: number[] = []
  for (const sort of sorts) {
    sorted.push(await medianMs(rounds, () => directory.search({ filter: {}, sort, after: null, limit: 50 })))
  }
  return { store: storage.kind, users, ours: figures(ours), peer: figures(peer), sorted: figures(sorted), cpuMs }
}

async function onStore(storage: Storage, users: number): Promise<Result> {
  try {
    await migrate(storage)
    if ((await createSqlUserDirectory(storage.db).total()) !== users) await load(storage, users)
    return await measure(storage, users)
  } finally {
    await storage.close()
  }
}

/** Loads the users, as a directory that has just been synced: an app on this store does not sync it again at once. */
async function load(storage: Storage, users: number): Promise<void> {
  const from = performance.now()
  await loadManyUsers(storage, users)
  await storage.executeSql(`update directory_state set state = 'ready', synced_at = now(), source = 'kore'`)
  process.stdout.write(
    `${storage.kind}: ${users} users loaded in ${((performance.now() - from) / 1000).toFixed(1)} s\n`,
  )
}

async function onEmbedded(users: number): Promise<Result> {
  const folder =
    values.keep === undefined ? mkdtempSync(join(tmpdir(), 'muster-bench-')) : join(values.keep, `users-${users}`)
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true })
  try {
    return await onStore(await openStorage({ kind: 'pglite', dataDir: folder, deadlineMs: 3_600_000 }), users)
  } finally {
    if (values.keep === undefined) rmSync(folder, { recursive: true })
  }
}

async function all(): Promise<readonly Result[]> {
  const results: Result[] = []
  const postgres = values.stores.includes('postgres') ? await startPostgres() : null
  for (const users of sizes) {
    if (values.stores.includes('pglite')) results.push(await onEmbedded(users))
    if (postgres === null) continue
    const admin = await openStorage({ kind: 'postgres', url: postgres.urlOf('postgres') })
    await admin.executeSql(`create database bench_${users}`)
    await admin.close()
    results.push(await onStore(await openStorage({ kind: 'postgres', url: postgres.urlOf(`bench_${users}`) }), users))
  }
  await postgres?.stop()
  return results
}

function print(results: readonly Result[]): void {
  for (const { store, users, ours, peer, sorted, cpuMs } of results) {
    const met = (isMet: boolean): string => (isMet ? 'met' : 'not met')
    process.stdout.write(
      `${store}, ${users} users: p50 ${ms(ours.p50)}, p95 ${ms(ours.p95)} ` +
        `(target at 1,000,000: 5 and 15 ms, ${met(ours.p50 <= 5 && ours.p95 <= 15)}), ${ms(cpuMs)} of processor time; ` +
        `LIKE and exact count on the same store: p50 ${ms(peer.p50)}, p95 ${ms(peer.p95)}; ` +
        `${(peer.p50 / ours.p50).toFixed(0)}x and ${(peer.p95 / ours.p95).toFixed(0)}x faster\n` +
        `${store}, ${users} users, sorted by each column: p50 ${ms(sorted.p50)}, p95 ${ms(sorted.p95)} ` +
        `(target 5 and 15 ms, ${met(sorted.p50 <= 5 && sorted.p95 <= 15)})\n`,
    )
  }
  for (const { users, ours } of results.filter((result) => result.store === 'pglite')) {
    const native = results.find((result) => result.store === 'postgres' && result.users === users)
    if (native === undefined) continue
    const [p50, p95] = [ours.p50 / native.ours.p50, ours.p95 / native.ours.p95]
    process.stdout.write(
      `${users} users: embedded against PostgreSQL p50 ${p50.toFixed(1)}x, p95 ${p95.toFixed(1)}x (target <= 1.5x)\n`,
    )
  }
  for (const store of ['pglite', 'postgres']) {
    const [small, big] = results.filter((result) => result.store === store)
    if (small === undefined || big === undefined) continue
    const growth = big.ours.p95 / small.ours.p95
    process.stdout.write(
      `${store}: p95 grows ${growth.toFixed(1)}x for ${big.users / small.users}x the users (target <= 4 for 10x)\n`,
    )
  }
}

print(await all())
