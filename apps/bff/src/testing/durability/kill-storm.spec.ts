import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import type { User } from '@muster/core/account/user'
import { mergeReading } from '@muster/core/account/user-reading'
import type { Outcome } from '@muster/core/outcome/outcome'
import type { PlanItem } from '@muster/core/plan/plan'
import type { EndpointName, Sandbox } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { gatewayOnSandbox } from '../../adapters/kore/testing/gateway.fixture.ts'
import { migrate } from '../../adapters/storage/migrations/run-migrations.ts'
import { openStorage, type StorageOptions } from '../../adapters/storage/open-storage.ts'
import { readPlanItems } from '../../adapters/storage/plans/plan-blocks.ts'
import { aJob } from '../../adapters/storage/testing/a-job.ts'
import { beginDataDir, briefStore } from '../../adapters/storage/testing/pglite-template.ts'
import { type PostgresCluster, startPostgres } from '../../adapters/storage/testing/postgres-cluster.ts'
import { anItem, aUser } from '../../engine/testing/an-item.ts'
import { createSeeded } from '../../engine/testing/seeded.ts'
import type { WorkerOrders } from '../killed-worker.ts'

/** KILLS: how often the engine is killed on each store (5 by default; 60 at night). */
const kills = Number(process.env['KILLS'] ?? 5)
const usersEach = 60 + kills * 20
/** Some of the first users own bots, and owners cannot be removed. */
const ownersAmongFirst = 260
const group = 'e-f9c09c08-9310-52ff-b672-570ec7325215'
const kinds = ['update', 'remove', 'erase'] as const
type Kind = (typeof kinds)[number]

type Items = Readonly<Record<Kind, readonly PlanItem[]>>

/** A Kore.ai with its work: half of the ordinary users updated, half removed; customers erased. */
async function anAccount(): Promise<{ sandbox: Sandbox; items: Items }> {
  const people = ownersAmongFirst + 3 * usersEach
  const options = { users: people, limits: null, eraseDelayMs: 0, latencyMs: 60, enforceJti: true }
  const { sandbox, gateway } = await gatewayOnSandbox(options, { enforceJti: true })
  const users: User[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await gateway.reader.users(cursor === '' ? null : cursor, new AbortController().signal)
    if (page.kind !== 'page') throw new Error('the account cannot be read')
    users.push(...page.items.map((read) => mergeReading(null, read)))
    cursor = page.next
  }
  // The worker has no directory that could name other administrators, so none of them is removed.
  const outside = users
    .slice(ownersAmongFirst)
    .filter(({ groups, roles }) => !groups.includes(group) && roles.every(({ botId }) => botId !== null))
  const middle = Math.floor(outside.length / 2)
  const update = outside.slice(0, middle).map((user, n) => {
    const { canCreateBot, isDeveloper, groups, roles } = user
    const after = { canCreateBot, isDeveloper, roles, groups: [...groups, group] }
    return anItem(n + 1, user, 'update', { after, steps: [{ field: 'group', op: 'add', groupId: group }] })
  })
  const remove = outside.slice(middle).map((user, n) => anItem(n + 1, user, 'remove'))
  // The sandbox knows customers of any number by channel user ids, and only 1,000 of the form C-0.
  const erase = Array.from({ length: usersEach }, (_, n) =>
    anItem(n + 1, aUser(n + 1), 'erase', { user: null, identifier: { by: 'orgUserId', value: `${700_000 + n}` } }),
  )
  return { sandbox, items: { update, remove, erase } }
}

function misbehave(sandbox: Sandbox): void {
  for (const endpoint of ['update-users', 'remove-users', 'erase-users-data'] satisfies EndpointName[]) {
    sandbox.control.addFault({ kind: 'status', status: 503, endpoint, every: 25 })
    sandbox.control.addFault({ kind: 'drop-after', endpoint, every: 20 })
    sandbox.control.addFault({ kind: 'late-effect', lateMs: 1800, endpoint, every: 30 })
  }
}

/** Starts the worker and kills it at `moment`; returns whether it had finished before. */
async function life(orders: WorkerOrders, moment: (() => Promise<unknown>) | null): Promise<boolean> {
  const program = join(import.meta.dirname, '../killed-worker.ts')
  const child = spawn(process.execPath, [...briefStore, program, JSON.stringify(orders)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  const lines: string[] = []
  const ready = Promise.withResolvers<void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    ready.resolve()
  })
  await Promise.race([ready.promise, gone])
  if (moment !== null) {
    await Promise.race([moment(), gone])
    child.kill('SIGKILL')
  }
  await gone
  return lines.includes('over')
}

interface Storm {
  readonly storage: StorageOptions
  readonly sandbox: Sandbox
  readonly items: Items
}

/** Queues a job of each kind; returns the worker's task. */
async function begin(
  { storage, sandbox, items }: Storm,
  { forgetful, only }: { forgetful: boolean; only: readonly Kind[] },
): Promise<WorkerOrders> {
  const store = await openStorage(storage)
  await migrate(store)
  const jobIds: string[] = []
  for (const kind of only) jobIds.push(await aJob(store.db, items[kind]))
  await store.close()
  const settings = { leaseMs: 1500, quiesceMs: 3000, controlMs: 100, verifyAgainMs: 200, parallelCalls: 4 }
  const { url, clientId, clientSecret } = sandbox
  const kore = { url, clientId, clientSecret }
  return { storage, kore, jobIds, settings, forgetful, journalDir: mkdtempSync(join(root, 'journal-')) }
}

/** Applies a job of each kind under kills; returns every item's outcome and how often Kore.ai executed the request. */
async function storm(given: Storm) {
  const { storage, sandbox } = given
  const orders = await begin(given, { forgetful: false, only: kinds })
  misbehave(sandbox)
  const { next } = createSeeded(kills)
  let killed = 0
  while (killed < kills && !(await life(orders, () => delay(50 + next() * 1150)))) killed += 1
  const over = await life(orders, null)
  return { killed, over, ...(await accounts({ storage, sandbox, jobIds: orders.jobIds })) }
}

/** The outcome of one item, and its entries in Kore.ai's ledger. */
interface Account {
  readonly kind: Kind
  readonly outcome: Outcome | null
  readonly cause: string | null
  readonly effects: number
  readonly seen: readonly string[]
}

async function accounts(at: Pick<Storm, 'storage' | 'sandbox'> & { readonly jobIds: readonly string[] }) {
  await delay(100)
  const effects = Map.groupBy(at.sandbox.control.effects(), ({ kind, user }) => `${kind} ${user}`)
  const effectOf = { update: 'updated', remove: 'removed', erase: 'erased' } as const
  const faults = new Map(at.sandbox.control.calls().map(({ seq, time, fault }) => [seq, `${time} ${fault ?? ''}`]))
  const store = await openStorage(at.storage)
  const found: Account[] = []
  const jobs: { state: string; sum: number; total: number }[] = []
  for (const jobId of at.jobIds) {
    const job = await store.db.selectFrom('jobs').selectAll().where('id', '=', jobId).executeTakeFirstOrThrow()
    const { changed, unchanged, skipped, failed, not_attempted: not, unknown, state, total } = job
    jobs.push({ state, total, sum: changed + unchanged + skipped + failed + not + unknown })
    const rows = await store.db
      .selectFrom('job_items')
      .select(['seq', 'kind', 'outcome', 'cause'])
      .where('job_id', '=', jobId)
      .execute()
    const kept = await readPlanItems(
      store.db,
      job.plan_id,
      rows.map(({ seq }) => seq),
    )
    for (const { seq, kind, outcome, cause } of rows) {
      const { item } = kept(seq)
      const done = effects.get(`${effectOf[kind]} ${item.identifier.value}`) ?? []
      const seen = done.map(({ time, call }) => `${time} by a call of ${faults.get(call)}`)
      found.push({ kind, outcome, cause, effects: done.length, seen })
    }
  }
  await store.close()
  return { found, jobs }
}

let cluster: PostgresCluster
const root = mkdtempSync(join(tmpdir(), 'muster-storm-'))
beforeAll(async () => {
  cluster = await startPostgres()
  await beginDataDir(join(root, 'data'))
}, 240_000)
afterAll(async () => {
  await cluster.stop()
  rmSync(root, { recursive: true, force: true })
})

const stores = [
  ['PostgreSQL', (): StorageOptions => ({ kind: 'postgres', url: cluster.urlOf('postgres') })],
  ['PGlite', (): StorageOptions => ({ kind: 'pglite', dataDir: join(root, 'data') })],
] as const

describe('a storm of kills', () => {
  test.each(stores)(
    'loses and duplicates no user (%s), according to Kore.ai’s ledger',
    { timeout: 120_000 + kills * 60_000 },
    async (_name, storage) => {
      const { found, jobs, killed, over } = await storm({ storage: storage(), ...(await anAccount()) })
      expect(over).toBe(true)
      expect(killed).toBe(kills)
      expect(found.length).toBeGreaterThan(usersEach * 2)
      for (const job of jobs) expect(job).toMatchObject({ state: 'done', sum: job.total })
      const wrong = found.filter(
        ({ kind, outcome, effects }) =>
          effects > 1 ||
          (outcome === 'changed' && effects !== 1) ||
          ((outcome === 'failed' || outcome === 'unchanged') && effects !== 0) ||
          (outcome === 'unknown' && kind !== 'erase') ||
          outcome === null ||
          outcome === 'skipped' ||
          outcome === 'not_attempted',
      )
      expect(wrong).toEqual([])
      const changed = found.filter(({ outcome }) => outcome === 'changed').length
      expect(changed).toBeGreaterThan(found.length * 0.6)
      // Dropped responses to erasures must have left some for a decision by a user.
      expect(found.filter(({ outcome }) => outcome === 'unknown').length).toBeGreaterThan(0)
    },
  )

  test('can fail: a worker without intents duplicates calls', {
    timeout: 300_000,
  }, async () => {
    const { sandbox, items } = await anAccount()
    const admin = await openStorage({ kind: 'postgres', url: cluster.urlOf('postgres') })
    await admin.executeSql('create database forgetful')
    await admin.close()
    const storage = { kind: 'postgres', url: cluster.urlOf('forgetful') } as const
    const orders = await begin({ storage, sandbox, items }, { forgetful: true, only: ['erase'] })
    // Each call takes effect without a response, so a killed worker knows of none.
    sandbox.control.addFault({ kind: 'hang', endpoint: 'erase-users-data', effect: 'applied' })
    const ended = await life(orders, () =>
      vi.waitUntil(() => sandbox.control.effects().length > 0, { timeout: 60_000 }),
    )
    expect(ended).toBe(false)
    sandbox.control.clearFaults()
    expect(await life(orders, null)).toBe(true)
    const { found } = await accounts({ storage, sandbox, jobIds: orders.jobIds })
    expect(found.filter(({ effects }) => effects > 1).length).toBeGreaterThan(0)
  })
})
