import { expect, onTestFinished, test } from 'vitest'
import { createQueue } from '../../adapters/storage/database/pg-boss-queue.ts'
import { silentLogger } from '../../adapters/storage/database/storage.ts'
import { createSqlDirectoryStore } from '../../adapters/storage/directory/directory-store.ts'
import { openFreshPglite } from '../../adapters/storage/testing/fresh-pglite.ts'
import { systemClock } from '../../clock.ts'
import type { Queue } from '../../queue.ts'
import type { PageResult } from './ports.ts'
import { keepDirectoryFresh, requestSync } from './schedule-sync.ts'

const hour = 3_600_000

/** A queue that runs waiting work on request, one item after another. */
function handQueue() {
  const handlers = new Map<string, (data: object, signal: AbortSignal) => Promise<void>>()
  const scheduled: string[] = []
  let waiting: { name: string; key: string }[] = []
  const queue: Queue = {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the handlers of this work take no data
    work: async (name, _options, handler) => void handlers.set(name, handler as (data: object) => Promise<void>),
    send: async (name, _data, options) => {
      const key = options?.singletonKey ?? ''
      if (waiting.some((work) => work.name === name && work.key === key)) return 'waits'
      waiting.push({ name, key })
      return 'accepted'
    },
    schedule: async (name) => void scheduled.push(name),
  }
  const run = async () => {
    for (let work = waiting[0]; work !== undefined; work = waiting[0]) {
      await handlers.get(work.name)?.({}, new AbortController().signal)
      waiting = waiting.slice(1)
    }
  }
  /** The ten-minute schedule of the queue. */
  const tick = async () => {
    for (const name of scheduled) await queue.send(name, {}, { singletonKey: 'account' })
    await run()
  }
  return { queue, run, tick }
}

const noResponse = {
  kind: 'failed',
  cause: 'no_response',
  koreResponse: null,
  retryAfterMs: null,
  hasResponse: false,
  diagnosis: null,
  isPersistent: false,
} as const

const page = async (): Promise<PageResult<never>> => ({
  kind: 'page',
  items: [],
  unreadable: [],
  total: null,
  next: null,
})

async function bench() {
  const storage = await openFreshPglite()
  const store = createSqlDirectoryStore(storage.db)
  const { queue, run, tick } = handQueue()
  const time = { now: 100 * hour, readings: 0, fails: false, isOwnAccount: true, leaves: false }
  const deps = {
    store,
    queue,
    isAccountNew: false,
    isOwnAccount: async () => time.isOwnAccount,
    maxRecords: 1000,
    clock: { now: () => time.now, monotonic: () => time.now, sleep: async () => {} },
    events: { publish: () => {} },
    audit: { append: async () => {} },
    reader: {
      groups: page,
      roles: page,
      bots: page,
      unlisted: async () => ({ kind: 'checked', present: [] }) as const,
      users: async (): Promise<PageResult<never>> => {
        time.readings += 1
        if (time.leaves) time.isOwnAccount = false
        return time.fails ? noResponse : page()
      },
    },
  }
  await keepDirectoryFresh(deps)
  await run()
  return { deps, run, tick, time, close: () => storage.close() }
}

test('syncs the directory at startup, and again when it is six hours old', async () => {
  const { tick, time, close } = await bench()
  expect(time.readings).toBe(1)
  time.now += 5 * hour
  await tick()
  expect(time.readings).toBe(1)
  time.now += 2 * hour
  await tick()
  expect(time.readings).toBe(2)
  await close()
})

test('syncs an account without persistence at each start, however fresh the directory is', async () => {
  const { deps, run, time, close } = await bench()
  await keepDirectoryFresh(deps)
  await run()
  expect(time.readings).toBe(1)
  await keepDirectoryFresh({ ...deps, isAccountNew: true })
  await run()
  expect(time.readings).toBe(2)
  await close()
})

test('retries a failed sync at the next check', async () => {
  const { tick, time, close } = await bench()
  time.now += 7 * hour
  time.fails = true
  await tick()
  time.fails = false
  const before = time.readings
  await tick()
  expect(time.readings).toBe(before + 1)
  await close()
})

test('a requested sync is not lost beside a waiting check, and many requests are one sync', async () => {
  const { deps, run, time, close } = await bench()
  await deps.queue.send('directory.refresh', {}, { singletonKey: 'account' })
  const responses = [await requestSync(deps), await requestSync(deps)]
  expect(responses.map(({ state }) => state)).toEqual(['loading', 'loading'])
  await run()
  expect(time.readings).toBe(2)
  await close()
})

test('a sync requested while the work item of a completed one ends is not lost', async () => {
  const storage = await openFreshPglite()
  const queue = createQueue(storage, silentLogger)
  onTestFinished(async () => {
    await queue.stop()
    await storage.close()
  })
  const store = createSqlDirectoryStore(storage.db)
  const [completed, requested, mayEnd, again] = Array.from({ length: 4 }, () => Promise.withResolvers<void>())
  let readings = 0
  const deps = {
    store,
    queue,
    isAccountNew: true,
    isOwnAccount: async () => true,
    maxRecords: 1000,
    clock: systemClock,
    events: { publish: () => {} },
    // The audit entry of a sync is written once the directory is ready.
    audit: {
      append: async () => {
        completed?.resolve()
        await mayEnd?.promise
      },
    },
    reader: {
      groups: page,
      roles: page,
      bots: page,
      unlisted: async () => ({ kind: 'checked', present: [] }) as const,
      users: async (): Promise<PageResult<never>> => {
        readings += 1
        if (readings === 2) again?.resolve()
        return page()
      },
    },
  }
  await keepDirectoryFresh(deps)
  await completed?.promise
  expect((await store.state()).state).toBe('ready')
  const send: Queue['send'] = (...work) => queue.send(...work).finally(() => requested?.resolve())
  const response = requestSync({ ...deps, queue: { ...queue, send } })
  await requested?.promise
  mayEnd?.resolve()
  expect((await response).state).toBe('loading')
  await again?.promise
})

test('nothing of another account is synced, neither by the schedule nor by a member', async () => {
  const { deps, tick, time, close } = await bench()
  const before = await deps.store.state()
  time.isOwnAccount = false
  time.now += 7 * hour
  await tick()
  await expect(requestSync(deps)).rejects.toThrow('the data of another account')
  expect(time.readings).toBe(1)
  expect(await deps.store.state()).toEqual(before)
  await close()
})

test('a response that arrives once the store is of another account is not stored', async () => {
  const { deps, tick, time, close } = await bench()
  const { users, syncedAt } = await deps.store.state()
  time.leaves = true
  time.now += 7 * hour
  await tick()
  expect(time.readings).toBe(2)
  expect(await deps.store.state()).toMatchObject({ users, syncedAt, state: 'loading' })
  // At its own account again, the next check completes the sync.
  Object.assign(time, { isOwnAccount: true, leaves: false })
  await tick()
  expect(await deps.store.state()).toMatchObject({ state: 'ready', syncedAt: new Date(time.now).toISOString() })
  await close()
})
