import { listErasures } from '@muster/contracts/erasures'
import { decideLostErasures, getJob, listJobs, resumeJob } from '@muster/contracts/jobs'
import { listUsers } from '@muster/contracts/users'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'

let backend: Backend
let people: readonly string[]
beforeAll(async () => {
  backend = await startBackend({ sandbox: { users: 120, eraseDelayMs: 0 } })
  const { items } = await backend.api.call(listUsers, { query: { limit: 200 } })
  people = items
    .filter(({ email, roles }) => !email.endsWith('kore-sandbox.example') && roles.every(({ botId }) => botId !== null))
    .map(({ email }) => email)
}, 240_000)
afterAll(() => backend.stop(), 60_000)

const effects = () => backend.sandbox.control.effects()
const identifiersOf = (emails: readonly string[]) => emails.map((value) => ({ by: 'email' as const, value }))
const jobUntil = (id: string, state: string) =>
  backend.api.until(
    () => backend.api.call(getJob, { params: { id } }),
    (job) => job.state === state,
    120,
  )
/** A proxy between Muster and Kore.ai refuses the next change after it was made. */
const refuseAfter = (endpoint: 'update-users' | 'remove-users' | 'erase-users-data', status: 401 | 403) =>
  backend.sandbox.control.addFault({
    kind: 'status',
    endpoint,
    next: 1,
    effect: 'applied',
    status,
    body: { errors: [{ msg: 'Session expired', code: status }] },
  })

describe('a refused credential after an effect', () => {
  test.each([401, 403] as const)(
    'an update refused with %i is paused, re-read and reported as changed',
    async (status) => {
      const emails = status === 401 ? people.slice(0, 8) : people.slice(8, 16)
      const change = { kind: 'update', canCreateBot: true, isDeveloper: true } as const
      const plan = await backend.plan({ kind: 'identifiers', identifiers: identifiersOf(emails), change })
      const before = effects().length
      refuseAfter('update-users', status)
      const id = await backend.apply(plan)
      const { unchanged } = plan.summary.dispositions
      expect(await jobUntil(id, 'paused')).toMatchObject({ counts: { failed: 0, changed: 0, unchanged } })
      await backend.api.call(resumeJob, { params: { id } })
      const { counts } = await jobUntil(id, 'done')
      const touched = effects()
        .slice(before)
        .filter(({ changed }) => changed)
      expect(counts).toMatchObject({ changed: 8 - unchanged, unchanged, failed: 0, unknown: 0 })
      expect(touched).toHaveLength(8 - unchanged)
    },
  )

  test('a removal refused with 401 is not reported as gone before', async () => {
    const emails = people.slice(20, 22)
    const change = { kind: 'remove' } as const
    const plan = await backend.plan({ kind: 'identifiers', identifiers: identifiersOf(emails), change })
    const before = effects().length
    refuseAfter('remove-users', 401)
    const id = await backend.apply(plan)
    await jobUntil(id, 'paused')
    await backend.api.call(resumeJob, { params: { id } })
    const { counts } = await jobUntil(id, 'done')
    const removed = effects()
      .slice(before)
      .filter(({ kind }) => kind === 'removed')
    expect(counts).toMatchObject({ changed: removed.length, unchanged: 0 })
    expect(removed.length).toBeGreaterThan(0)
  })

  test('an erasure refused with 401 is in doubt, and is not requested again automatically', async () => {
    const identifiers = ['1', '2', '3'].map((n) => ({ by: 'orgUserId' as const, value: `C-${n}` }))
    const change = { kind: 'erase', scope: { kind: 'all_bots' } } as const
    const plan = await backend.plan({ kind: 'identifiers', identifiers, change })
    const before = effects().length
    const erased = () =>
      effects()
        .slice(before)
        .filter(({ kind }) => kind === 'erased')
    refuseAfter('erase-users-data', 401)
    const id = await backend.apply(plan)
    const { counts } = await jobUntil(id, 'paused')
    expect(counts.unknown).toBeGreaterThan(0)
    expect(erased().length).toBeGreaterThan(0)
    await backend.api.call(resumeJob, { params: { id } })
    const ended = await jobUntil(id, 'done')
    expect(ended.counts).toMatchObject({ changed: 3 - counts.unknown, unknown: counts.unknown, failed: 0 })
    const { items } = await backend.api.call(listErasures, { query: { limit: 20 } })
    expect(items.find(({ requestId, jobId }) => jobId === id && requestId === null)).toMatchObject({
      reason: expect.stringContaining('refused the credential and named no request ID'),
    })
    await backend.api.call(decideLostErasures, { params: { id }, body: { decision: 'leave' } })
  })

  test('a call of a script refused with 401 is re-read before it counts as failed', async () => {
    const [user = ''] = people.slice(30)
    const body = JSON.stringify({ users: [{ userInfo: { emailId: user }, canCreateBot: true, isDeveloper: true }] })
    const send = () => backend.api.send('PUT', '/api/kore/users', { body, contentType: 'application/json' })
    const latest = async () => (await backend.api.call(listJobs, { query: { limit: 1 } })).items[0]
    refuseAfter('update-users', 401)
    const response = await send()
    expect([response.status, response.bytes.toString()]).toEqual([502, expect.stringContaining('refused')])
    expect(backend.sandbox.control.user(user)).toMatchObject({ canCreateBot: true, isDeveloper: true })
    expect((await latest())?.counts).toMatchObject({ changed: 1, failed: 0, unknown: 0 })
  })
})
