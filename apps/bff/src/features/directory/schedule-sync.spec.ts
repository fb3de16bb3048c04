import { expect, test } from 'vitest'
import { createSqlDirectoryStore } from '../../adapters/storage/directory/directory-store.ts'
import { openFreshPglite } from '../../adapters/storage/testing/fresh-pglite.ts'
import type { Queue } from '../../queue.ts'
import type { PageResult } from './ports.ts'
import { keepDirectoryFresh, requestSync } from './schedule-sync.ts'

const hour = 3_600_000

/** A queue that runs what waits when told to, one piece after the other. */
function handQueue() {
  const handlers = new Map<string, (data: object, signal: AbortSignal) => Promise<void>>()
  const scheduled: string[] = []
  let waiting: { name: string; key: string }[] = []
  const queue: Queue = {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the handlers of this work take no data
    work: async (name, _options, handler) => void handlers.set(name, handler as (data: object) => Promise<void>),
    send: async (name, _data, options) => {
      const key = options?.singletonKey ?? ''
      if (!waiting.some((work) => work.name === name && work.key === key)) waiting.push({ name, key })
    },
    schedule: async (name) => void scheduled.push(name),
  }
  const run = async () => {
    for (let work = waiting[0]; work !== undefined; work = waiting[0]) {
      await handlers.get(work.name)?.({}, new AbortController().signal)
      waiting = waiting.slice(1)
    }
  }
  /** What the clock of the queue does every ten minutes. */
  const tick = async () => {
    for (const name of scheduled) await queue.send(name, {}, { singletonKey: 'account' })
    await run()
  }
  return { queue, run, tick }
}

const noAnswer = {
  kind: 'failed',
  cause: 'no_answer',
  koreAnswer: null,
  retryAfterMs: null,
  isAnswered: false,
  diagnosis: null,
  isPersistent: false,
} as const

async function bench() {
  const storage = await openFreshPglite()
  const store = createSqlDirectoryStore(storage.db)
  const { queue, run, tick } = handQueue()
  const time = { now: 100 * hour, readings: 0, fails: false }
  const page = async (): Promise<PageResult<never>> => ({
    kind: 'page',
    items: [],
    unreadable: [],
    total: null,
    next: null,
  })
  const deps = {
    store,
    queue,
    isAccountNew: false,
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
        return time.fails ? noAnswer : page()
      },
    },
  }
  await keepDirectoryFresh(deps)
  await run()
  return { deps, run, tick, time, close: () => storage.close() }
}

test('the directory is read at the start, and again by itself when it is six hours old', async () => {
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

test('an account that begins anew is read at each start, however fresh the directory is', async () => {
  const { deps, run, time, close } = await bench()
  await keepDirectoryFresh(deps)
  await run()
  expect(time.readings).toBe(1)
  await keepDirectoryFresh({ ...deps, isAccountNew: true })
  await run()
  expect(time.readings).toBe(2)
  await close()
})

test('a reading that failed is tried at the next look', async () => {
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

test('a person’s wish to read is not lost beside a look that waits, and many wishes are one reading', async () => {
  const { deps, run, time, close } = await bench()
  await deps.queue.send('directory.refresh', {}, { singletonKey: 'account' })
  const answers = [await requestSync(deps), await requestSync(deps)]
  expect(answers.map(({ state }) => state)).toEqual(['loading', 'loading'])
  await run()
  expect(time.readings).toBe(2)
  await close()
})
