import { listAudit } from '@muster/contracts/audit'
import * as members from '@muster/contracts/members'
import { armBreakGlass, makeBreakGlass } from '@muster/contracts/proof/break-glass'
import { listGrantors } from '@muster/contracts/session'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { totpCode } from '../../features/session/factors/totp.ts'
import { openApiClient } from '../api-client.ts'
import { type Backend, startBackend } from '../backend.ts'
import { bytesOfBase32 } from '../base32.ts'

let muster: Backend
beforeAll(async () => {
  muster = await startBackend({ env: { MUSTER_OWNERS: 'eva@example.com' }, sandbox: { users: 5 } })
}, 240_000)
afterAll(() => muster.stop())

const password = 'seven quiet rivers'

/** Sends JSON as a browser without a session does. */
const post = (path: string, body: object) =>
  fetch(muster.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: muster.url },
    body: JSON.stringify(body),
  })

async function join(email: string, role: 'owner' | 'editor' | 'viewer') {
  const { member, link } = await muster.api.call(members.inviteMember, { body: { email, name: email, role } })
  const token = new URL(link).hash.slice('#token='.length)
  expect((await post('/api/invitation', { token, password })).status).toBe(200)
  return { id: member.id, token, api: await openApiClient(muster.url, { email, password }) }
}

const sendAs = (api: Awaited<ReturnType<typeof openApiClient>>, method: string, path: string, body: object) =>
  api.send(method, path, { body: JSON.stringify(body), contentType: 'application/json' })

describe('members', () => {
  test('join by a link that works once; the answer for a used link equals that for an unknown one', async () => {
    const { token, api } = await join('ben@example.com', 'editor')
    for (const path of ['/api/invitation', '/api/invitation/read']) {
      const answers = await Promise.all(
        [token, 'x'.repeat(43)].map(async (given) => {
          const answer = await post(path, { token: given, ...(path.endsWith('read') ? {} : { password }) })
          const { requestId: _id, ...problem } = (await answer.json()) as { requestId: string; code: string }
          return problem
        }),
      )
      expect(answers[0]).toMatchObject({ code: 'sign_in_failed' })
      expect(answers[1]).toEqual(answers[0])
    }
    const { items } = await muster.api.call(members.listMembers)
    expect(items.find(({ email }) => email === 'ben@example.com')).toMatchObject({ state: 'active', sessions: 2 })
    expect(JSON.stringify(items)).not.toMatch(/argon2|hash/)
    api.close()
  })

  test('without the permission see and change nothing, not even themselves', async () => {
    const { id, api } = await join('leo@example.com', 'editor')
    expect((await api.send('GET', '/api/members')).status).toBe(403)
    // Every member may know who grants permissions.
    const { items: grantors } = await api.call(listGrantors)
    expect(grantors.map(({ email }) => email)).toEqual(['owner@example.com'])
    expect((await sendAs(api, 'PATCH', `/api/members/${id}`, { role: 'owner' })).status).toBe(403)
    expect(
      (await sendAs(api, 'POST', '/api/members', { email: 'x@example.com', name: 'X', role: 'viewer' })).status,
    ).toBe(403)
    api.close()
  })

  test('become owners only if the configuration names them', async () => {
    const refused = await sendAs(muster.api, 'POST', '/api/members', {
      email: 'mia@example.com',
      name: 'Mia',
      role: 'owner',
    })
    expect([refused.status, refused.bytes.toString()]).toEqual([409, expect.stringContaining('MUSTER_OWNERS')])
    const eva = await join('Eva@example.com', 'owner')
    expect((await eva.api.call(members.listMembers)).items.length).toBeGreaterThan(2)
    const self = await sendAs(eva.api, 'PATCH', `/api/members/${eva.id}`, { role: 'viewer' })
    expect(self.status).toBe(409)
    eva.api.close()
  })

  test('who are disabled lose their requests and their open streams', async () => {
    const { id, api } = await join('tom@example.com', 'viewer')
    const cookie = api.headers['cookie'] ?? ''
    const stream = await fetch(`${muster.url}/api/events`, { headers: { cookie } })
    const ended = stream.body?.pipeTo(new WritableStream())
    await muster.api.call(members.changeMember, { params: { id }, body: { disabled: true } })
    expect((await api.send('GET', '/api/plans')).status).toBe(401)
    await ended
    await muster.api.call(members.removeMember, { params: { id } })
    const { items } = await muster.api.call(listAudit, { query: { action: 'member.removed' } })
    expect(items.map(({ sentence }) => sentence)).toEqual(['owner@example.com removed tom@example.com from Muster'])
    expect((await sendAs(muster.api, 'PATCH', `/api/members/${id}`, { disabled: true })).status).toBe(404)
    api.close()
  })
})

describe('the break-glass account', () => {
  test('acts as an owner who leaves nothing behind', async () => {
    const { secret, key } = await muster.api.call(makeBreakGlass)
    const step = Math.floor(Date.now() / 30_000)
    const code = (at: number) => totpCode(bytesOfBase32(key), at)
    await muster.api.call(armBreakGlass, { body: { secret, code: code(step - 1) } })
    const session = await fetch(`${muster.url}/api/session`)
    expect(await session.json()).toMatchObject({ signInMethods: expect.arrayContaining(['break_glass']) })
    const api = await openApiClient(muster.url, { breakGlass: secret, code: code(step) })
    const body = { email: 'fay@example.com', name: 'Fay', role: 'owner' }
    expect((await sendAs(api, 'POST', '/api/members', body)).status).toBe(409)
    expect((await sendAs(api, 'POST', '/api/members', { ...body, role: 'viewer' })).status).toBe(201)
    const token = { name: 'left behind', permissions: ['users:read'], expiresInDays: 1 }
    expect((await sendAs(api, 'POST', '/api/tokens', token)).status).toBe(403)
    for (const [method, path] of [
      ['POST', '/api/session/totp'],
      ['POST', '/api/session/passkeys/challenge'],
      ['DELETE', '/api/session/totp'],
    ] as const)
      expect((await api.send(method, path)).status).toBe(403)
    const [used] = (await muster.api.call(listAudit, { query: { action: 'break_glass.used' } })).items
    expect(used).toMatchObject({ actor: 'break-glass', address: '127.0.0.1' })
    api.close()
  })
})
