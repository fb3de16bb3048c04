import { listJobs } from '@muster/contracts/jobs'
import { listUsers } from '@muster/contracts/users'
import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'
import { callByToken, unattendedToken } from '../unattended-token.ts'
import { startTamperingProxy } from './tampering-proxy.ts'

describe('a script names an address that another user has since the sync', () => {
  let backend: Backend
  let secret: string
  const ids = new Map<string, string>()
  /** Whether Kore.ai still returns the earlier users. */
  let isBefore = true
  const before = (id: string) => `${id}-before`
  beforeAll(async () => {
    backend = await startBackend({
      prepare: (control) => {
        for (const email of [wellKnown.owner, wellKnown.secondMember]) ids.set(email, control.user(email)?.userId ?? '')
      },
      between: (sandboxUrl) =>
        startTamperingProxy(sandboxUrl, ({ body }) => {
          if (!isBefore) return undefined
          return { body: [...ids.values()].reduce((text, id) => text.replaceAll(id, before(id)), body) }
        }),
    })
    secret = await unattendedToken(backend.api)
  }, 240_000)
  afterAll(() => backend.stop(), 60_000)

  const script = (method: string, body: unknown) =>
    callByToken(backend.url, secret, { method, path: '/api/kore/users', body })
  const idsOf = async (email: string) =>
    (await backend.api.call(listUsers, { query: { q: email } })).items
      .filter((user) => user.email === email)
      .map(({ id }) => id)

  test('an update without proof stays unknown: the other user may have changed', async () => {
    const email = wellKnown.secondMember
    expect(await idsOf(email)).toEqual([before(ids.get(email) ?? '')])
    isBefore = false
    const body = { errors: [{ msg: 'Bad request', code: 400 }] }
    backend.sandbox.control.addFault({ kind: 'status', endpoint: 'update-users', status: 400, body, next: 1 })
    await script('PUT', { users: [{ userInfo: { emailId: email }, canCreateBot: true, isDeveloper: true }] })
    const [job] = (await backend.api.call(listJobs, { query: { limit: 1 } })).items
    expect(job).toMatchObject({ source: 'script', counts: { unknown: 1, failed: 0 } })
    expect(await idsOf(email)).toEqual([ids.get(email)])
  })

  test('the removal of the last administrator is refused', async () => {
    const { control } = backend.sandbox
    const email = wellKnown.owner
    expect(await idsOf(email)).toEqual([before(ids.get(email) ?? '')])
    const { items } = await backend.api.call(listUsers, { query: { limit: 200 } })
    const others = items.filter((user) => user.email !== email && user.roles.some(({ botId }) => botId === null))
    expect(others).not.toHaveLength(0)
    control.update({
      users: others.map(({ email: emailId, roles, groups, canCreateBot, isDeveloper }) => ({
        userInfo: { emailId },
        groups: { removeFrom: groups },
        roles: { removeFrom: roles.flatMap(({ roleId, botId }) => (botId === null ? [{ roleId }] : [])) },
        canCreateBot,
        isDeveloper,
      })),
    })
    const response = await script('DELETE', { deleteEmailIds: [email] })
    expect(response).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('No other user is confirmed to keep') },
    })
    expect(control.user(email)?.isMember).toBe(true)
    expect(await idsOf(email)).toEqual([ids.get(email)])
  })
})
