import { createServer } from 'node:http'
import { getJob, resumeJob } from '@muster/contracts/jobs'
import { listUsers } from '@muster/contracts/users'
import type { Change } from '@muster/core/change/change'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listen } from '../../adapters/kore/testing/listen.fixture.ts'
import { type Backend, startBackend } from '../backend.ts'
import { limited, limitedByText, oddResponses, startOddProxy } from './odd-responses.ts'

let strayCalls = 0
const stray = createServer((request, response) => {
  strayCalls += 1
  request.resume()
  response.end('{}')
})
const elsewhere = `http://127.0.0.1:${await listen(stray)}`

let backend: Backend
let proxy: Awaited<ReturnType<typeof startOddProxy>>
let left: string[]
beforeAll(async () => {
  backend = await startBackend({
    sandbox: { users: 200 },
    env: { KORE_QUIESCE_SECONDS: '1' },
    timeouts: { connect: 1000, firstByte: 800, total: 1000 },
    between: async (sandboxUrl) => (proxy = await startOddProxy(sandboxUrl)),
  })
  const { items } = await backend.api.call(listUsers, { query: { limit: 200 } })
  left = items
    .filter(({ email, roles, isDeveloper, canCreateBot }) => {
      const isOrdinary = !email.endsWith('kore-sandbox.example') && roles.every(({ botId }) => botId !== null)
      return isOrdinary && !isDeveloper && !canCreateBot
    })
    .map(({ email }) => email)
}, 240_000)
afterAll(async () => {
  stray.close()
  await backend.stop()
}, 60_000)

const isDeveloper = (email: string) => backend.sandbox.control.user(email)?.isDeveloper === true
const isGone = (email: string) => backend.sandbox.control.user(email)?.isMember !== true
const update = { kind: 'update', isDeveloper: true } as const
const remove = { kind: 'remove' } as const
const situations = [
  { change: update, isApplied: true, count: 2, isDone: isDeveloper },
  { change: update, isApplied: false, count: 2, isDone: isDeveloper },
  { change: remove, isApplied: false, count: 1, isDone: isGone },
]
const planFor = (change: Change, users: readonly string[]) =>
  backend.plan({ kind: 'identifiers', identifiers: users.map((value) => ({ by: 'email', value })), change })

/** Applies a change whose first call is answered oddly. Returns how each user ended, and whether the change happened. */
async function outcomesOf(change: Change, users: readonly string[], isDone: (email: string) => boolean) {
  let job = await backend.run(await planFor(change, users))
  // Some responses pause a job, as a limit or a refused credential does: an administrator resumes it.
  if (job.state === 'paused') {
    await backend.api.call(resumeJob, { params: { id: job.id } })
    job = await backend.api.until(
      () => backend.api.call(getJob, { params: { id: job.id } }),
      ({ state }) => state !== 'running',
    )
  }
  const items = await backend.jobItems(job.id)
  const { pending, ...counts } = job.counts
  expect([pending, Object.values(counts).reduce((sum, count) => sum + count, 0)]).toEqual([0, users.length])
  return items.map(({ outcome }, at) => [outcome, isDone(users[at] ?? '')])
}

describe('an odd response to a change', () => {
  test.each(oddResponses(elsewhere))(
    '%s: every user has the outcome that is true',
    async (_, response) => {
      for (const { change, isApplied, count, isDone } of situations) {
        const users = left.splice(0, count)
        expect(users).toHaveLength(count)
        const before = backend.sandbox.control.effects().length
        proxy.answerNext({ response, isApplied })
        for (const [outcome, isTrue] of await outcomesOf(change, users, isDone))
          expect([isApplied, outcome === 'changed', outcome]).toEqual([isApplied, isTrue, outcome])
        const effects = backend.sandbox.control.effects().slice(before)
        expect(effects.filter(({ changed }) => changed).length).toBeLessThanOrEqual(count)
      }
      expect(strayCalls).toBe(0)
    },
    60_000,
  )

  test.each([
    { what: 'an update', change: update, count: 2, isDone: isDeveloper },
    { what: 'a removal', change: remove, count: 1, isDone: isGone },
  ])(
    'the text of a limit in a 200, after $what took effect: the job changed its users',
    async ({ change, count, isDone }) => {
      const users = left.splice(0, count)
      const plan = await planFor(change, users)
      proxy.answerNext({ response: limitedByText, isApplied: true })
      const id = await backend.apply(plan)
      // Fewer calls a minute are made after a limit, so the next one may wait a minute.
      await backend.api.until(
        () => backend.api.call(getJob, { params: { id } }),
        ({ state }) => state === 'done',
        150,
      )
      const outcomes = (await backend.jobItems(id)).map(({ outcome }) => outcome)
      expect([outcomes, users.map(isDone)]).toEqual([users.map(() => 'changed'), users.map(() => true)])
    },
    180_000,
  )

  test('a limit without a time: the job waits, and no user has an outcome', async () => {
    const users = left.splice(0, 2)
    proxy.answerNext({ response: limited, isApplied: false })
    const id = await backend.apply(await planFor(update, users))
    const job = await backend.api.until(
      () => backend.api.call(getJob, { params: { id } }),
      ({ waiting }) => waiting !== null,
    )
    expect(job).toMatchObject({ state: 'waiting', waiting: { reason: 'rate_limit', users: 2 }, counts: { pending: 2 } })
    expect(users.map(isDeveloper)).toEqual([false, false])
  })
})
