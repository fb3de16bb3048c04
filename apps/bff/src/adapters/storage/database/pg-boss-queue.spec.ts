import { setTimeout as delay } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createQueue, type RunningQueue } from './pg-boss-queue.ts'
import { type Storage, silentLogger } from './storage.ts'
import { createWorkDeaths } from './work-deaths.ts'

async function withQueue(storage: Storage, work: (queue: RunningQueue) => Promise<void>): Promise<void> {
  const queue = createQueue(storage, silentLogger)
  try {
    await work(queue)
  } finally {
    await queue.stop(1000)
  }
}

describeOnEachStorage('the queue', (open) => {
  test('delivers work promptly, with its data', async () => {
    await withQueue(await open(), async (queue) => {
      const seen = Promise.withResolvers<object>()
      await queue.work<{ planId: string }>('greet', { concurrency: 1 }, async (data) => seen.resolve(data))
      const sentAt = performance.now()
      await queue.send('greet', { planId: 'p-1' })
      expect(await seen.promise).toEqual({ planId: 'p-1' })
      expect(performance.now() - sentAt).toBeLessThan(1500)
    })
  })

  test('drops a second piece of work with the same key while the first waits or runs, and names which', async () => {
    await withQueue(await open(), async (queue) => {
      const release = Promise.withResolvers<void>()
      const runs: string[] = []
      await queue.work<{ n: string }>('once', { concurrency: 2 }, async ({ n }) => {
        runs.push(n)
        await release.promise
      })
      expect(await queue.send('once', { n: 'first' }, { singletonKey: 'k' })).toBe('accepted')
      await vi.waitFor(() => expect(runs).toEqual(['first']), 5000)
      expect(await queue.send('once', { n: 'second' }, { singletonKey: 'k' })).toBe('runs')
      expect(await queue.send('once', { n: 'other' }, { singletonKey: 'l' })).toBe('accepted')
      await vi.waitFor(() => expect(runs).toEqual(['first', 'other']), 5000)
      release.resolve()
      await delay(1200)
      expect(runs).toEqual(['first', 'other'])
    })
  })

  test('delivers delayed work once it is due', async () => {
    await withQueue(await open(), async (queue) => {
      const ran = Promise.withResolvers<number>()
      await queue.work('later', { concurrency: 1 }, async () => ran.resolve(performance.now()))
      const sentAt = performance.now()
      const once = { singletonKey: 'k', startAfterSeconds: 2 }
      expect(await queue.send('later', {}, once)).toBe('accepted')
      expect(await queue.send('later', {}, once)).toBe('waits')
      expect((await ran.promise) - sentAt).toBeGreaterThan(1900)
    })
  })

  test('retries failed work', async () => {
    await withQueue(await open(), async (queue) => {
      const tries = vi.fn<() => Promise<void>>(async () => {
        if (tries.mock.calls.length < 2) throw new Error('first time')
      })
      await queue.work('stubborn', { concurrency: 1 }, tries)
      await queue.send('stubborn', {})
      await vi.waitFor(() => expect(tries).toHaveBeenCalledTimes(2), 10_000)
    })
  })

  test('aborts on stop and delivers the interrupted work to the next process', async () => {
    const storage = await open()
    const started = Promise.withResolvers<void>()
    await withQueue(storage, async (queue) => {
      await queue.work('long', { concurrency: 1 }, async (_data, signal) => {
        started.resolve()
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
      })
      await queue.send('long', {})
      await started.promise
    })
    await withQueue(storage, async (next) => {
      const again = Promise.withResolvers<void>()
      await next.work('long', { concurrency: 1 }, async () => again.resolve())
      await again.promise
    })
    expect((await storage.executeSql(`select count(*) as n from pgboss.job where name = 'long'`)).rows).toEqual([
      { n: 1 },
    ])
  })

  test('redelivers the work of a dead process within 20 s', async () => {
    const storage = await open()
    await withQueue(storage, async (queue) => {
      await queue.work('killed', { concurrency: 1 }, async () => {})
      // What a killed process leaves behind: active, last heartbeat one interval ago.
      await queue.send('killed', { n: 1 }, { startAfterSeconds: 3600 })
      const runs: object[] = []
      await queue.work('killed-later', { concurrency: 1 }, async (data) => void runs.push(data))
      await storage.executeSql(`update pgboss.job set name = 'killed-later', state = 'active', start_after = now(),
        started_on = now() - interval '11 s', heartbeat_on = now() - interval '11 s', data = '{"n":2}' where name = 'killed'`)
      await vi.waitFor(() => expect(runs).toEqual([{ n: 2 }]), { timeout: 20_000, interval: 200 })
    })
  })

  test('gives up work after two processes died under it, and only that piece of work', async () => {
    const storage = await open()
    // What a killed process leaves behind: work that began and never ended.
    const die = async (key: string) => createWorkDeaths(storage).begin(`fatal:${key}`)
    for (const key of ['twice', 'twice', 'once']) await die(key)
    await withQueue(storage, async (queue) => {
      const runs: string[] = []
      const limit = {
        keyOf: ({ key }: { key: string }) => key,
        giveUp: async ({ key }: { key: string }) => void runs.push(`given up: ${key}`),
      }
      await queue.work<{ key: string }>('fatal', { concurrency: 1, limit }, async ({ key }) => void runs.push(key))
      for (const key of ['twice', 'once', 'never']) await queue.send('fatal', { key })
      await vi.waitFor(() => expect(runs.toSorted()).toEqual(['given up: twice', 'never', 'once']), 20_000)
      // Once it ended, counting starts over.
      await queue.send('fatal', { key: 'twice' })
      await vi.waitFor(() => expect(runs).toContain('twice'), 20_000)
    })
  })

  test('counts no death when work fails or is stopped', async () => {
    const storage = await open()
    const giveUp = vi.fn<() => Promise<void>>()
    const limit = { keyOf: () => 'k', giveUp }
    for (let process = 1; process <= 3; process += 1)
      await withQueue(storage, async (queue) => {
        const tried = Promise.withResolvers<void>()
        await queue.work('mortal', { concurrency: 1, limit }, async () => {
          tried.resolve()
          throw new Error('this time')
        })
        if (process === 1) await queue.send('mortal', {})
        await tried.promise
      })
    expect(giveUp).not.toHaveBeenCalled()
    expect(await createWorkDeaths(storage).begin('mortal:k')).toBe(0)
  })

  test('keeps one schedule however often it is set', async () => {
    const storage = await open()
    await withQueue(storage, async (queue) => {
      await queue.schedule('nightly', '0 3 * * *')
      await queue.schedule('nightly', '0 4 * * *', { singletonKey: 'account' })
      const { rows } = await storage.executeSql('select name, cron, timezone from pgboss.schedule')
      expect(rows).toEqual([{ name: 'nightly', cron: '0 4 * * *', timezone: 'UTC' }])
    })
  })
})
