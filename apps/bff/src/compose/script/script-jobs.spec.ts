import { listAudit } from '@muster/contracts/audit'
import { listErasures } from '@muster/contracts/erasures'
import { resumeChanges, stopChanges } from '@muster/contracts/guards'
import { listJobs } from '@muster/contracts/jobs'
import { listUsers } from '@muster/contracts/users'
import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Backend, startBackend } from '../../testing/backend.ts'
import { callByToken, unattendedToken } from '../../testing/unattended-token.ts'

/** In both slots, so Muster tries it a second time when Kore.ai refuses it once. */
const bothSecrets = 'a client secret of both slots of Muster'

let backend: Backend
let secret: string
beforeAll(async () => {
  backend = await startBackend({
    sandbox: { users: 160, clientSecret: bothSecrets },
    env: {
      KORE_CLIENT_SECRET_NEXT: bothSecrets,
      MUSTER_PROTECTED_USERS: `${wellKnown.invited}, unknown@example.com`,
    },
  })
  secret = await unattendedToken(backend.api)
}, 120_000)
afterAll(() => backend.stop(), 60_000)

async function script(request: string, body: unknown) {
  const [method = '', path = ''] = request.split(' ')
  return await callByToken(backend.url, secret, { method, path: `/api/kore${path}`, body })
}
const removed = () => backend.sandbox.control.effects().filter(({ kind }) => kind === 'removed')
const latestJob = async () => (await backend.api.call(listJobs, { query: { limit: 1 } })).items[0]

describe('a call of a script', () => {
  test('that removes 140 users including all administrators is refused, with an empty ledger', async () => {
    const { items } = await backend.api.call(listUsers, { query: { limit: 200 } })
    const response = await script('DELETE /users', { deleteEmailIds: items.slice(0, 140).map(({ email }) => email) })
    expect(response).toMatchObject({ status: 409, body: { code: 'guard_refused' } })
    expect(String(response.body['detail'])).toMatch(/Nothing was sent/)
    expect(removed()).toEqual([])
    expect(await latestJob()).toBeUndefined()
    const audit = await backend.api.call(listAudit, { query: { action: 'guard.refused', limit: 10 } })
    expect(audit.items).toHaveLength(1)
  })

  test('that exceeds the limits is refused and suggests an alternative', async () => {
    const { items } = await backend.api.call(listUsers, { query: { limit: 200 } })
    const members = items.filter(({ roles }) => roles.every(({ botId }) => botId !== null)).map(({ email }) => email)
    const ordinary = members.filter((email) => email !== wellKnown.invited)
    const share = await script('DELETE /users', { deleteEmailIds: ordinary.slice(0, 33) })
    expect(share).toMatchObject({ status: 409, body: { detail: expect.stringContaining('typed confirmation') } })
    const most = await script('DELETE /users', { deleteEmailIds: ordinary.slice(0, 90) })
    expect(most).toMatchObject({ status: 409, body: { detail: expect.stringContaining('more than 50%') } })
    expect(removed()).toEqual([])
  })

  test.each([['a protected user', { deleteEmailIds: [wellKnown.member, wellKnown.invited] }, 'protected']])(
    'that names %s is refused',
    async (_, body, words) => {
      const response = await script('DELETE /users', body)
      expect(response).toMatchObject({ status: 409, body: { detail: expect.stringContaining(words) } })
      expect(removed()).toEqual([])
    },
  )

  test('becomes a job of source "script" with one audit entry for each user', async () => {
    const response = await script('DELETE /users', { deleteEmailIds: [wellKnown.secondMember, wellKnown.botOwner] })
    expect(response).toMatchObject({ status: 200, body: { failedUserDetails: [{ emailId: wellKnown.botOwner }] } })
    const job = await latestJob()
    expect(job).toMatchObject({
      source: 'script',
      state: 'done',
      title: 'Script: remove 2 users',
      counts: { changed: 1, failed: 1 },
    })
    const { items } = await backend.api.call(listAudit, { query: { jobId: job?.id ?? '', limit: 20 } })
    expect(items.map(({ action }) => action).toSorted()).toEqual([
      'job.finished',
      'job.started',
      'user.failed',
      'user.removed',
    ])
    expect(removed()).toHaveLength(1)
    const ofSource = async (source: 'script' | 'upload') =>
      (await backend.api.call(listJobs, { query: { source, limit: 10 } })).items.map(({ id }) => id)
    expect(await ofSource('script')).toContain(job?.id)
    expect(await ofSource('upload')).toEqual([])
  })

  test("to update keeps Kore.ai's response, also for users unknown to the directory", async () => {
    const users = [wellKnown.member, 'unknown@nowhere.example'].map((emailId) => ({
      userInfo: { emailId },
      canCreateBot: true,
      isDeveloper: true,
    }))
    expect((await script('PUT /users', { users })).status).toBe(200)
    expect(await latestJob()).toMatchObject({ source: 'script', state: 'done', counts: { changed: 1, failed: 1 } })
    expect(backend.sandbox.control.user(wellKnown.member)?.canCreateBot).toBe(true)
  })

  test('without a response ends unknown, and an erasure waits for a decision', async () => {
    backend.sandbox.control.addFault({ kind: 'drop-after', next: 1 })
    const erase = { userIds: [wellKnown.customer], RemoveDataFromAllBots: true }
    expect(await script('DELETE /bot/eraseUsersData', erase)).toMatchObject({ status: 502 })
    expect(await latestJob()).toMatchObject({ state: 'done', counts: { unknown: 1 } })
    const { items } = await backend.api.call(listErasures, { query: { limit: 5 } })
    expect(items[0]).toMatchObject({ requestId: null, scopeText: 'from all bots' })
  })

  test('to erase is tracked', async () => {
    const erase = { userIds: [wellKnown.customerUserId], RemoveDataFromAllBots: true }
    const response = await script('DELETE /bot/eraseUsersData', erase)
    expect(response.status).toBe(200)
    const { items } = await backend.api.call(listErasures, { query: { limit: 5 } })
    expect(items[0]).toMatchObject({ requestId: response.body['requestId'], jobId: (await latestJob())?.id })
  })

  test('to erase again is refused while the first request is in progress', async () => {
    const erase = { userIds: [wellKnown.customerUserId], RemoveDataFromAllBots: true }
    const sent = () => backend.sandbox.control.calls().filter(({ endpoint }) => endpoint === 'erase-users-data').length
    const before = sent()
    const response = await script('DELETE /bot/eraseUsersData', erase)
    expect(response).toMatchObject({ status: 409, body: { detail: expect.stringContaining('is in progress') } })
    expect(sent()).toBe(before)
  })

  test('is refused while all changes are stopped', async () => {
    await backend.api.call(stopChanges, { body: { reason: '' } })
    const before = backend.sandbox.control.effects().length
    const response = await script('PUT /users', {
      users: [{ userInfo: { emailId: wellKnown.member }, isDeveloper: true }],
    })
    expect(response).toMatchObject({ status: 409, body: { detail: expect.stringContaining('stopped all changes') } })
    expect(backend.sandbox.control.effects()).toHaveLength(before)
    await backend.api.call(resumeChanges)
  })

  test.each([
    ['leaves a second time', 'with the other secret', false],
    ['does not leave a second time', 'after changes were stopped meanwhile', true],
  ])('%s when Kore.ai refuses the first, %s', async (_does, _when, isStopped) => {
    const { control } = backend.sandbox
    const sent = () => control.calls().filter(({ endpoint }) => endpoint === 'update-users').length
    const before = sent()
    control.addFault({ kind: 'status', status: 401, body: { errors: [{ msg: 'x', code: 4002 }] }, next: 1 })
    control.holdResponses()
    const userInfo = { emailId: wellKnown.member }
    const called = script('PUT /users', { users: [{ userInfo, canCreateBot: isStopped, isDeveloper: true }] })
    await vi.waitUntil(() => control.heldResponses() === 1, { timeout: 20_000 })
    if (isStopped) await backend.api.call(stopChanges, { body: { reason: '' } })
    control.releaseResponses()
    const { status } = await called
    if (isStopped) await backend.api.call(resumeChanges)
    expect([status, sent() - before]).toEqual(isStopped ? [502, 1] : [200, 2])
    expect(control.user(wellKnown.member)?.canCreateBot).toBe(false)
  })

  test('counts together with earlier ones: many small removals reach the limit of one large removal', async () => {
    const { items } = await backend.api.call(listUsers, { query: { limit: 200 } })
    const known = new Set<unknown>(Object.values(wellKnown))
    const ordinary = items.filter(
      ({ email, roles, canCreateBot }) =>
        !known.has(email) && !canCreateBot && roles.every(({ botId }) => botId !== null),
    )
    const before = removed().length
    const responses: Awaited<ReturnType<typeof script>>[] = []
    for (let from = 0; from < 48; from += 12) {
      responses.push(
        await script('DELETE /users', { deleteEmailIds: ordinary.slice(from, from + 12).map(({ email }) => email) }),
      )
    }
    const refused = responses.filter(({ status }) => status === 409)
    expect(refused.length).toBeGreaterThan(0)
    expect(String(refused[0]?.body['detail'])).toContain('With the removals and erasures of the last 24 hours')
    // A fifth of the 160 users and no more, across all calls of the day.
    expect(removed().length).toBeGreaterThan(before)
    expect(removed().length).toBeLessThanOrEqual(32)
    expect(responses.at(-1)?.status).toBe(409)
  }, 120_000)

  test('keeps an administrator, even if each is removed by a separate call', async () => {
    const { items } = await backend.api.call(listUsers, { query: { limit: 200 } })
    const admins = items.filter(({ roles }) => roles.some(({ botId }) => botId === null)).map(({ email }) => email)
    expect(admins.length).toBeGreaterThan(0)
    const lost = () => removed().filter(({ user }) => admins.includes(user)).length
    for (const email of admins) await script('DELETE /users', { deleteEmailIds: [email] })
    expect(lost()).toBeLessThan(admins.length)
  }, 120_000)
})
