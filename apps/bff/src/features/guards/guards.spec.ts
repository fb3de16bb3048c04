import { listRoles } from '@muster/contracts/access'
import { getConnection } from '@muster/contracts/connection'
import { getGuards, resumeChanges, stopChanges } from '@muster/contracts/guards'
import * as jobs from '@muster/contracts/jobs'
import { listUsers } from '@muster/contracts/users'
import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, startBackend } from '../../testing/backend.ts'

const removal = { kind: 'remove' } as const

/** Identifiers of users that Kore.ai removes without refusal. */
async function someUsers({ api }: Backend, many: number) {
  const { items } = await api.call(listUsers, { query: { limit: 200 } })
  const { items: roles } = await api.call(listRoles)
  const owning = new Set(roles.filter(({ name, kind }) => kind === 'admin' || /owner/i.test(name)).map(({ id }) => id))
  const special = new Set<unknown>(Object.values(wellKnown))
  const ordinary = items.filter(
    ({ email, roles: held }) =>
      !special.has(email) && !email.startsWith('fault+') && !held.some(({ roleId }) => owning.has(roleId)),
  )
  const emails = ordinary.map(({ email }) => email)
  return emails.slice(0, many).map((value) => ({ by: 'email', value }) as const)
}

/** How many users each call removed. */
const removalsOf = ({ sandbox }: Backend): readonly number[] => {
  const removed = sandbox.control.effects().filter(({ kind }) => kind === 'removed')
  return [...Map.groupBy(removed, ({ call }) => call).values()].map((effects) => effects.length)
}

describe('a removal', () => {
  let backend: Backend
  beforeAll(async () => {
    backend = await startBackend({ sandbox: { users: 150 } })
  }, 120_000)
  afterAll(() => backend.stop(), 60_000)

  test('of more than half of the account is refused with the ledger empty, and recorded', async () => {
    const plan = await backend.plan({ kind: 'identifiers', identifiers: await someUsers(backend, 90), change: removal })
    expect(plan.guard.refusal).toContain('60% of 150 users')
    await expect(backend.apply(plan)).rejects.toThrow(/409.*guard_refused/)
    expect(removalsOf(backend)).toEqual([])
    const audit = await backend.api.send('GET', '/api/audit?action=guard.refused')
    expect(audit.bytes.toString()).toContain('Muster refused owner@example.com')
  })

  test('of one user names the user and the account, and starts with calls of 1, then 10, then the rest', async () => {
    const [one, ...others] = await someUsers(backend, 26)
    const single = await backend.plan({ kind: 'identifiers', identifiers: one ? [one] : [], change: removal })
    expect(single.guard.only).toContain(one?.value)
    expect(single.confirmation).toMatchObject({ text: expect.stringMatching(/^remove 1 in .+/) })
    const plan = await backend.plan({ kind: 'identifiers', identifiers: others, change: removal })
    const job = await backend.run(plan)
    expect(job).toMatchObject({ state: 'done', counts: { changed: 25 } })
    expect(removalsOf(backend)).toEqual([1, 10, 14])
  })

  test('split into many small jobs meets the limit of 24 hours', async () => {
    // 25 of 150 are removed. Five more are 20 percent; one more than that needs a confirmation of the share.
    const few = await backend.plan({ kind: 'identifiers', identifiers: await someUsers(backend, 5), change: removal })
    expect(few.guard).toMatchObject({ percent: 20, withToday: true })
    expect(await backend.run(few)).toMatchObject({ counts: { changed: 5 } })
    const next = await backend.plan({ kind: 'identifiers', identifiers: await someUsers(backend, 1), change: removal })
    expect(next.confirmation).toMatchObject({ text: expect.stringContaining('31 in 24 hours, 20.7%') })
    const before = removalsOf(backend).length
    await expect(backend.apply({ ...next, confirmation: { kind: 'count', text: 'remove 1' } })).rejects.toThrow(/422/)
    expect(removalsOf(backend)).toHaveLength(before)
    expect(await backend.run(next)).toMatchObject({ counts: { changed: 1 } })
  })
})

describe('the stop switch', () => {
  let backend: Backend
  beforeAll(async () => {
    backend = await startBackend({ sandbox: { users: 60 } })
  }, 120_000)
  afterAll(() => backend.stop(), 60_000)

  test('refuses new jobs while changes are stopped and continues them afterwards', async () => {
    const stopped = await backend.api.call(stopChanges, { body: { reason: 'wrong file' } })
    expect(stopped.stopped).toMatchObject({ by: 'owner@example.com', reason: 'wrong file' })
    expect(await backend.api.call(getGuards)).toEqual(stopped)
    const blocked = async () => (await backend.api.call(getConnection)).jobsBlocked
    expect(await blocked()).toBe('An owner stopped all changes.')
    const plan = await backend.plan({ kind: 'identifiers', identifiers: await someUsers(backend, 2), change: removal })
    await expect(backend.apply(plan)).rejects.toThrow(/guard_refused.*stopped all changes/)
    expect(removalsOf(backend)).toEqual([])
    expect((await backend.api.call(resumeChanges)).stopped).toBeNull()
    expect(await blocked()).toBeNull()
    expect(await backend.run(plan)).toMatchObject({ counts: { changed: 2 } })
  })

  test('stops a running job, which resumes automatically', async () => {
    backend.sandbox.control.addFault({ kind: 'latency', latencyMs: 300 })
    const change = { kind: 'update', isDeveloper: true } as const
    const plan = await backend.plan({ kind: 'identifiers', identifiers: await someUsers(backend, 30), change })
    const id = await backend.apply(plan)
    await backend.api.call(stopChanges, { body: { reason: '' } })
    const job = () => backend.api.call(jobs.getJob, { params: { id } })
    await backend.api.until(job, ({ state }) => state !== 'running' && state !== 'pausing')
    const held = await job()
    if (held.state !== 'done') expect(held.waiting).toMatchObject({ reason: 'stopped', until: null })
    await backend.api.call(resumeChanges)
    const done = await backend.api.until(job, ({ state }) => state === 'done')
    expect(done.counts.pending).toBe(0)
  })
})

describe('a delayed start', () => {
  let backend: Backend
  beforeAll(async () => {
    const env = {
      MUSTER_DELAY_MINUTES: '10',
      MUSTER_ERASURE_DELAY_MINUTES: '1440',
      MUSTER_DELAY_FROM_USERS: '2',
    }
    backend = await startBackend({ sandbox: { users: 60 }, env })
  }, 120_000)
  afterAll(() => backend.stop(), 60_000)

  test('is shown; if canceled before it, no call leaves', async () => {
    const plan = await backend.plan({ kind: 'identifiers', identifiers: await someUsers(backend, 3), change: removal })
    expect(plan.guard.startsInSeconds).toBe(600)
    const id = await backend.apply(plan)
    const job = () => backend.api.call(jobs.getJob, { params: { id } })
    expect(await job()).toMatchObject({ state: 'queued', waiting: { reason: 'delayed_start', users: 3 } })
    await backend.api.call(jobs.cancelJob, { params: { id } })
    const over = await backend.api.until(job, ({ state }) => state === 'cancelled')
    expect(over.counts).toMatchObject({ not_attempted: 3 })
    expect(removalsOf(backend)).toEqual([])
  })

  test('of an erasure is longer, and is shown before and after the plan is applied', async () => {
    const { limits } = await backend.api.call(getGuards)
    expect(limits).toMatchObject({ delayMinutes: 10, erasureDelayMinutes: 1440, delayFromUsers: 2 })
    const erase = { kind: 'erase', scope: { kind: 'all_bots' } } as const
    const people = ['one', 'two', 'three'].map((value) => ({
      by: 'email' as const,
      value: `${value}@elsewhere.example`,
    }))
    const few = await backend.plan({ kind: 'identifiers', identifiers: people.slice(0, 2), change: erase })
    expect(few.guard.startsInSeconds).toBe(0)
    const plan = await backend.plan({ kind: 'identifiers', identifiers: people, change: erase })
    expect(plan.guard.startsInSeconds).toBe(24 * 3600)
    const params = { id: await backend.apply(plan) }
    const job = () => backend.api.call(jobs.getJob, { params })
    const { waiting } = await job()
    expect(waiting).toMatchObject({ reason: 'delayed_start', users: 3 })
    expect(Date.parse(waiting?.until ?? '') - Date.now()).toBeGreaterThan(23 * 3_600_000)
    await backend.api.call(jobs.cancelJob, { params })
    await backend.api.until(job, ({ state }) => state === 'cancelled')
    expect(backend.sandbox.control.calls().filter(({ endpoint }) => endpoint === 'erase-users-data')).toEqual([])
  })

  test('does not resume a job that is paused while changes are stopped, and shows why; it can still be canceled', async () => {
    const plan = await backend.plan({ kind: 'identifiers', identifiers: await someUsers(backend, 3), change: removal })
    const params = { id: await backend.apply(plan) }
    const job = () => backend.api.call(jobs.getJob, { params })
    await backend.api.call(jobs.pauseJob, { params })
    await backend.api.until(job, ({ state }) => state === 'paused')
    await backend.api.call(stopChanges, { body: { reason: '' } })
    await expect(backend.api.call(jobs.resumeJob, { params })).rejects.toThrow(
      /409.*All changes are stopped, so the job cannot be resumed/,
    )
    expect(await job()).toMatchObject({ state: 'paused' })
    await backend.api.call(resumeChanges)
    expect(await backend.api.call(jobs.resumeJob, { params })).toMatchObject({ state: 'queued' })
    await backend.api.call(jobs.pauseJob, { params })
    await backend.api.until(job, ({ state }) => state === 'paused')
    await backend.api.call(stopChanges, { body: { reason: '' } })
    await backend.api.call(jobs.cancelJob, { params })
    expect((await backend.api.until(job, ({ state }) => state === 'cancelled')).counts).toMatchObject({
      not_attempted: 3,
    })
    expect(removalsOf(backend)).toEqual([])
  })
})
