import { describe, expect, test } from 'vitest'
import { defaultEngineSettings } from '../context/run-context.ts'
import type { CallResult, KoreWriter } from '../kore-ports.ts'
import type { JobRunStore } from '../ports.ts'
import { aRun } from '../testing/a-run.ts'
import { aUser } from '../testing/an-item.ts'

test('a job taken over while it waited runs again as soon as Kore.ai responds', async () => {
  const { kept, run, states, outcomes } = aRun(20, 'update')
  kept.job.state = 'waiting'
  await run()
  expect([...states]).toEqual(['waiting', 'running', 'done'])
  expect(outcomes()).toEqual({ changed: 20 })
})

describe('cancelling', () => {
  test('waits for doubts without polling, verifies reported successes, and updates the directory', async () => {
    const { clock, kept, kore, run, outcomes, gone, looks } = aRun(60, 'remove', {
      // Canceled while the calls are in flight: their effect is not verified yet.
      latencyMs: 500,
      faultOf: (call) => (call === 3 ? { kind: 'drop_after' } : null),
    })
    await run({}, async () => {
      await clock.sleep(1250)
      kept.control(['running'], 'cancelling')
    })
    expect(kept.job.state).toBe('cancelled')
    const { changed = 0, 'changed:already_gone': alreadyGone = 0 } = outcomes()
    expect([changed + alreadyGone, alreadyGone]).toEqual([kore.removals.size, 5])
    expect(kept.items.filter(({ toVerify }) => toVerify)).toEqual([])
    expect(new Set(gone.filter((id) => id.startsWith('u-'))).size).toBe(kore.removals.size)
    expect(looks.remaining).toBeLessThan(20)
  })

  test('does not wait for an unreadable Kore.ai when its responses were proof', async () => {
    const { clock, kept, kore, run, outcomes } = aRun(60, 'remove')
    let broken = false
    const readUsers: KoreWriter['readUsers'] = async (identifiers, options) =>
      broken
        ? identifiers.map(() => ({ kind: 'unreadable', cause: 'upstream_trouble', koreResponse: null }))
        : kore.writer.readUsers(identifiers, options)
    await run({ writer: { ...kore.writer, readUsers } }, async () => {
      await clock.sleep(210)
      broken = true
      kept.control(['running'], 'cancelling')
    })
    expect(kept.job.state).toBe('cancelled')
    const { changed = 0, 'changed:not_verified': unread = 0 } = outcomes()
    expect(unread).toBeGreaterThan(0)
    expect(changed + unread).toBe(kore.removals.size)
    expect(kept.items.filter(({ toVerify }) => toVerify)).toEqual([])
    expect(clock.monotonic()).toBeLessThan(30_000)
  })
})

test('a paused job waits for calls in flight, and leaves no user in doubt', async () => {
  // Longer than the worker needs to notice the pause.
  const { clock, kept, kore, run } = aRun(60, 'remove', { latencyMs: 2000 })
  await run({}, async () => {
    await clock.sleep(2500)
    kept.control(['running'], 'pausing')
  })
  expect(kept.job.state).toBe('paused')
  expect(kore.removals.size).toBeGreaterThan(0)
  expect(kept.items.filter(({ state }) => state === 'intended' || state === 'in_doubt')).toEqual([])
})

test('responses of calls on their way are recorded although the store failed meanwhile', async () => {
  const { clock, kept, kore, deps, run } = aRun(60, 'remove', { latencyMs: 2000 })
  const isAway = () => clock.monotonic() > 2500 && clock.monotonic() < 6000
  const away = Object.assign(new Error('the database system is shutting down'), { code: '57P03' })
  const store: JobRunStore = {
    ...deps.store,
    claim: async (...given) => (isAway() ? Promise.reject(away) : deps.store.claim(...given)),
    intend: async (...given) => (isAway() ? Promise.reject(away) : deps.store.intend(...given)),
    recordOutcomes: async (...given) => (isAway() ? Promise.reject(away) : deps.store.recordOutcomes(...given)),
  }
  await expect(run({ store })).rejects.toThrow('shutting down')
  expect(kore.removals.size).toBeGreaterThan(0)
  expect(kept.items.filter(({ state }) => state === 'intended' || state === 'in_doubt')).toEqual([])
})

test('a worker frozen between intent and send sends nothing when it wakes: another may have the job', async () => {
  const { clock, kept, kore, deps, run } = aRun(5, 'remove')
  const intend: JobRunStore['intend'] = async (lease, call) => {
    await deps.store.intend(lease, call)
    await clock.sleep(defaultEngineSettings.leaseMs / 2 + 1)
  }
  await run({ store: { ...deps.store, intend } })
  expect(kore.log.started).toEqual([])
  expect(kept.items.map(({ state }) => state)).toEqual(Array(5).fill('intended'))
})

test('a worker that lost its lease notices while it waits, and stops', async () => {
  const { clock, kept, run } = aRun(5, 'remove', { faultOf: () => ({ kind: 'drop_before' }) })
  await run({}, async () => {
    await clock.sleep(5000)
    kept.job.epoch += 1
  })
  expect(clock.monotonic()).toBeLessThan(7000)
  expect(kept.job.state).toBe('running')
})

test('a call aborted while its intent was committed does not leave, and its intent is undone', async () => {
  const { clock, kept, kore, deps, run } = aRun(5, 'remove')
  const intend: JobRunStore['intend'] = async (lease, call) => {
    await deps.store.intend(lease, call)
    kept.control(['running'], 'pausing')
    await clock.sleep(1000)
  }
  await run({ store: { ...deps.store, intend } })
  expect(kore.log.started).toEqual([])
  expect(kept.job.state).toBe('paused')
  expect(kept.items.map(({ state, attempts }) => `${state} ${attempts}`)).toEqual(Array(5).fill('pending 0'))
})

test('a call that breaks after it left is in doubt: neither forgotten nor repeated', async () => {
  const { kore, run, outcomes } = aRun(5, 'remove')
  let calls = 0
  const removeUsers: KoreWriter['removeUsers'] = async (requests, options) => {
    calls += 1
    const result = await kore.writer.removeUsers(requests, options)
    if (calls === 1) throw new Error('out of memory')
    return result
  }
  await run({ writer: { ...kore.writer, removeUsers } })
  expect([calls, outcomes()]).toEqual([1, { 'changed:already_gone': 5 }])
})

test('does not claim users that its refused call did not touch', async () => {
  const { kore, run, outcomes } = aRun(5, 'remove', {
    faultOf: (call) => {
      if (call > 1) return null
      // Another administrator removes them while the call is refused.
      kore.users.clear()
      return { kind: 'not_sent', cause: 'rate_limited' }
    },
  })
  await run()
  expect(outcomes()).toEqual({ 'unchanged:already_gone': 5 })
})

test('does not claim a user removed between the re-read and the first call', async () => {
  const { kore, run, outcomes } = aRun(5, 'remove', {
    faultOf: () => {
      kore.users.delete('user2@example.com')
      return null
    },
  })
  await run()
  expect(outcomes()).toEqual({ changed: 4, 'unchanged:already_gone': 1 })
})

test('a refusal after the intent does not count as an attempt either', async () => {
  const { kore, run, outcomes } = aRun(5, 'remove')
  let calls = 0
  const removeUsers: KoreWriter['removeUsers'] = async (requests, options): Promise<CallResult> => {
    calls += 1
    if (calls > 1) return kore.writer.removeUsers(requests, options)
    await options.beforeSend?.()
    kore.users.clear()
    return { kind: 'not_sent', cause: 'rate_limited', koreResponse: null, retryAfterMs: 1000, hasResponse: false }
  }
  await run({ writer: { ...kore.writer, removeUsers } })
  expect(outcomes()).toEqual({ 'unchanged:already_gone': 5 })
})

test('one user who makes every response fail costs no other user their change', async () => {
  const { kore, run, outcomes } = aRun(50, 'update', { limits: { writeBatch: 50, readBatch: 50 } })
  const choking = 'user23@example.com'
  const updateUsers: KoreWriter['updateUsers'] = async (requests, options) => {
    if (!requests.some((one) => one.identifier.value === choking)) return kore.writer.updateUsers(requests, options)
    await options.beforeSend?.()
    kore.log.writes += 1
    return { kind: 'in_doubt', cause: 'upstream_trouble', koreResponse: '500' }
  }
  await run({ writer: { ...kore.writer, updateUsers } })
  expect(outcomes()).toEqual({ changed: 49, 'failed:no_response': 1 })
  expect(kore.log.writes).toBeLessThanOrEqual(15)
})

test('lagging reads do not turn a missing result into a failure', async () => {
  const { clock, kore, run, outcomes } = aRun(10, 'remove', { faultOf: () => ({ kind: 'silent' }) })
  const stale = new Map(kore.users)
  const readUsers: KoreWriter['readUsers'] = async (identifiers, options) => {
    const now = await kore.writer.readUsers(identifiers, options)
    // For three seconds all users are still shown.
    if (clock.monotonic() > 3000) return now
    return identifiers.map(({ value }) => ({ kind: 'found', user: stale.get(value) ?? aUser(0) }))
  }
  await run({ writer: { ...kore.writer, readUsers } })
  expect(outcomes()).toEqual({ changed: 6, 'changed:already_gone': 4 })
  expect([...kore.removals.values()]).toEqual(Array(10).fill(1))
})

test('an outage of half an hour fails no user, and ends within a minute', async () => {
  const { clock, kore, run, outcomes } = aRun(2000, 'update', { limits: { writeBatch: 50, readBatch: 100 } })
  const outage = { from: 2000, to: 1_802_000 }
  const isOut = () => clock.monotonic() >= outage.from && clock.monotonic() < outage.to
  let firstAfter = Infinity
  const writer: KoreWriter = {
    ...kore.writer,
    updateUsers: async (requests, options) =>
      isOut()
        ? { kind: 'not_sent', cause: 'upstream_trouble', koreResponse: null, retryAfterMs: null, hasResponse: false }
        : kore.writer.updateUsers(requests, options),
    readUsers: async (identifiers, options) => {
      if (isOut()) return identifiers.map(() => ({ kind: 'unreadable', cause: 'upstream_trouble', koreResponse: null }))
      if (clock.monotonic() >= outage.to) firstAfter = Math.min(firstAfter, clock.monotonic())
      return kore.writer.readUsers(identifiers, options)
    },
  }
  await run({ writer })
  expect(outcomes()).toEqual({ changed: 2000 })
  expect(firstAfter - outage.to).toBeLessThanOrEqual(60_000)
})

test('a call that waited long reads its users again: a change made meanwhile is not reverted', async () => {
  const { clock, kore, deps, run, outcomes } = aRun(5, 'update')
  const users = [...kore.users.values()]
  const writer: KoreWriter = {
    ...deps.writer,
    // As a call waits for the budget.
    updateUsers: async (requests, options) => {
      await clock.sleep(300_000)
      return deps.writer.updateUsers(requests, options)
    },
  }
  await run({ writer }, async () => {
    await clock.sleep(100_000)
    for (const user of users) kore.users.set(user.email, { ...user, isDeveloper: !user.isDeveloper })
  })
  expect(outcomes()).toEqual({ changed: 5 })
  for (const { email, isDeveloper } of users) expect(kore.users.get(email)?.isDeveloper).toBe(!isDeveloper)
})

/** Counts calls that did not leave because the users were read too long before. */
function returnedCalls({ store }: Pick<ReturnType<typeof aRun>['deps'], 'store'>) {
  const counted = { returned: 0 }
  const giveBack: JobRunStore['giveBack'] = async (lease, seqs, why) => {
    if (why === 'without_effect') counted.returned += 1
    return store.giveBack(lease, seqs, why)
  }
  return { counted, store: { ...store, giveBack } }
}

test('with a used-up call budget, only what was read before the first long wait is read again', async () => {
  const { clock, kore, deps, run, outcomes } = aRun(500, 'remove')
  const { counted, store } = returnedCalls(deps)
  const waitMs = 200_000
  const writer: KoreWriter = {
    ...kore.writer,
    readUsers: async (identifiers, options) => {
      await clock.sleep(waitMs)
      return kore.writer.readUsers(identifiers, options)
    },
    removeUsers: async (requests, options) => {
      await clock.sleep(waitMs)
      return kore.writer.removeUsers(requests, options)
    },
  }
  await run({ writer, store })
  expect(outcomes()).toEqual({ changed: 500 })
  // Read ahead: three calls, and the users of two more.
  expect(counted.returned).toBeLessThanOrEqual(5)
  expect(counted.returned).toBeGreaterThan(0)
})

test('the wait of a read for the budget does not make the read old', async () => {
  const { clock, kore, deps, run, outcomes } = aRun(50, 'remove')
  const { counted, store } = returnedCalls(deps)
  const readUsers: KoreWriter['readUsers'] = async (identifiers, options) => {
    await clock.sleep(300_000)
    return kore.writer.readUsers(identifiers, options)
  }
  await run({ writer: { ...kore.writer, readUsers }, store })
  expect([counted.returned, outcomes()]).toEqual([0, { changed: 50 }])
})

test('what was read before an outage is read again after it, all of it', async () => {
  const { clock, kore, run } = aRun(40, 'update')
  const first = new Map<string, number>()
  const isOut = () => clock.monotonic() < 300_000
  const writer: KoreWriter = {
    ...kore.writer,
    readUsers: async (identifiers, options) => {
      for (const { value } of identifiers) if (!isOut()) first.set(value, clock.monotonic())
      return kore.writer.readUsers(identifiers, options)
    },
    updateUsers: async (requests, options) => {
      while (isOut()) await clock.sleep(1000)
      return kore.writer.updateUsers(requests, {
        ...options,
        beforeSend: async () => {
          await options.beforeSend?.()
          for (const { identifier } of requests) expect(first.has(identifier.value)).toBe(true)
        },
      })
    },
  }
  await run({ writer })
  expect(kore.updates.size).toBe(40)
})

test.each([
  [1, 50],
  [4, 50],
  [3, 500],
])('with %d calls at once of %d users, no place stays empty while users wait', async (parallelCalls, writeBatch) => {
  const latencyMs = 100
  const { clock, kore, run } = aRun(3000, 'update', { latencyMs, limits: { writeBatch, readBatch: 500 } })
  const started = clock.monotonic()
  await run({ settings: { ...defaultEngineSettings, parallelCalls } })
  const calls = kore.log.writes + kore.log.reads
  // Every user is read, changed and verified; the first call goes alone, and the last is a verification alone.
  expect(calls).toBeLessThanOrEqual(3000 / writeBatch + 2 * (3000 / 500) + 2)
  const atBest = (calls * latencyMs) / parallelCalls
  expect((clock.monotonic() - started) / atBest).toBeLessThanOrEqual(1.1 + (3 * latencyMs) / atBest)
})
