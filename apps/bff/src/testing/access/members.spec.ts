import { listAudit } from '@muster/contracts/audit'
import { armBreakGlass, getBreakGlass, makeBreakGlass } from '@muster/contracts/break-glass/break-glass'
import * as members from '@muster/contracts/members'
import { getSession, listGrantors } from '@muster/contracts/session'
import { createToken, listMemberTokens } from '@muster/contracts/tokens'
import { memberRoles, permissions } from '@muster/core/permission'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { totpCode } from '../../features/session/factors/totp.ts'
import { everyRoute } from '../../http/testing/every-route.ts'
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

async function join(email: string, role: string) {
  const { member, link } = await muster.api.call(members.inviteMember, { body: { email, name: email, role } })
  const token = new URL(link).hash.slice('#token='.length)
  expect((await post('/api/invitation', { token, password })).status).toBe(200)
  return { id: member.id, token, api: await openApiClient(muster.url, { email, password }) }
}

const sendAs = (api: Awaited<ReturnType<typeof openApiClient>>, method: string, path: string, body: object = {}) =>
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

  test('of no trusted proxy have the address of their connection, whatever their headers claim', async () => {
    const address = '198.51.100.66'
    const headers = {
      'x-forwarded-for': address,
      'x-real-ip': address,
      forwarded: `for=${address}`,
      'content-type': 'application/json',
      origin: muster.url,
    }
    const body = JSON.stringify({ email: 'mallory@example.com', password: 'a wrong guess' })
    const { status } = await fetch(`${muster.url}/api/session`, { method: 'POST', headers, body })
    expect(status).toBe(401)
    const { items } = await muster.api.call(listAudit, { query: { action: 'session.sign_in_failed' } })
    expect(items[0]).toMatchObject({ address: '127.0.0.1' })
    expect(items[0]?.sentence).toContain('mallory@example.com” from 127.0.0.1')
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

describe('a member who manages members', () => {
  const granted = ['users:read', 'members:read', 'members:manage', 'roles:manage', 'tokens:unattended'] as const
  interface Ids {
    readonly owner: string
    readonly self: string
    readonly editor: string
    readonly role: string
    readonly strong: string
    readonly token: string
  }
  /** For every route of these permissions the requests that would give a member more than the manager has, or take it. */
  const attacks: Readonly<Record<string, (ids: Ids) => readonly (readonly [path: string, body?: object])[]>> = {
    'POST /api/members': () =>
      memberRoles
        .filter((role) => role !== 'viewer')
        .map((role) => ['', { email: 'more@example.com', name: 'More', role }] as const),
    'POST /api/members/:id/invitation': ({ owner, self, editor }) => [[owner], [self], [editor]],
    'PATCH /api/members/:id': ({ owner, self, editor, role, strong }) => [
      ...['owner', 'editor', strong].map((one) => [self, { role: one }] as const),
      ...['viewer', role].flatMap((one) => [[owner, { role: one }] as const, [editor, { role: one }] as const]),
      [owner, { disabled: true }],
      [editor, { disabled: true }],
      [self, { scope: { groups: null, bots: null } }],
      [editor, { scope: { groups: null, bots: null } }],
    ],
    'DELETE /api/members/:id/sessions': ({ owner, editor }) => [[owner], [editor]],
    'DELETE /api/members/:id': ({ owner, self, editor }) => [[owner], [self], [editor]],
    'DELETE /api/members/:id/tokens/:tokenId': ({ editor, token }) => [[`${editor}/tokens/${token}`]],
    'POST /api/roles': () =>
      permissions
        .filter((one) => !granted.some((held) => held === one) && one !== 'session:own')
        .map((one) => ['', { name: 'More', permissions: [one, ...granted] }] as const),
    'PUT /api/roles/:id': ({ role, strong }) => [
      [role, { name: 'Mine', permissions: ['users:read'] }],
      [role, { name: 'Mine', permissions: [...granted, 'users:erase'] }],
      [strong, { name: 'Strong', permissions: ['users:read'] }],
    ],
    'DELETE /api/roles/:id': ({ role, strong }) => [[role], [strong]],
    'POST /api/break-glass': () => [['']],
    'POST /api/break-glass/arming': () => [['', { secret: 'a', code: '123456' }]],
    'DELETE /api/break-glass': () => [['']],
  }

  test('gives no one more than they have themselves, and takes it from no one, on any route', async () => {
    const routes = (await everyRoute()).filter(
      ({ method, permission }) =>
        method !== 'GET' && (permission === 'members:manage' || permission === 'roles:manage'),
    )
    expect(routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(Object.keys(attacks).toSorted())
    const role = await muster.api.call(members.addMemberRole, { body: { name: 'Manager', permissions: [...granted] } })
    const strong = await muster.api.call(members.addMemberRole, {
      body: { name: 'Strong', permissions: ['users:read', 'users:erase'] },
    })
    const [max, zoe] = [await join('max@example.com', role.id), await join('zoe@example.com', 'editor')]
    await muster.api.call(makeBreakGlass)
    const body = { name: 'Members only', permissions: [...granted], expiresInDays: 1 }
    const made = await muster.api.call(createToken, { body })
    const other = await zoe.api.call(createToken, {
      body: { name: 'Of Zoe', permissions: ['users:read'], expiresInDays: 1 },
    })
    const owner = (await muster.api.call(getSession)).member?.id ?? ''
    const ids = { owner, self: max.id, editor: zoe.id, role: role.id, strong: strong.id, token: other.token.id }
    const state = async () => [
      (await muster.api.call(members.listMembers)).items.map(({ lastSignInAt: _at, ...member }) => member),
      await muster.api.call(members.listMemberRoles),
      await muster.api.call(getBreakGlass),
      (await muster.api.call(listMemberTokens, { params: { id: zoe.id } })).items,
    ]
    const answers: string[] = []
    const attack = async (name: string, request: (method: string, path: string, sent?: object) => Promise<number>) => {
      for (const { method, path } of routes)
        for (const [of, sent] of attacks[`${method} ${path}`]?.(ids) ?? []) {
          const status = await request(method, path.replace(/:id(?:\/tokens\/:tokenId)?/, of), sent)
          if (status !== 409 && status !== 403) answers.push(`${method} ${path} ${of} by ${name}: ${status}`)
        }
    }
    const before = await state()
    await attack('a session', async (method, path, sent) => (await sendAs(max.api, method, path, sent)).status)
    await attack('a token of an owner', async (method, path, sent) => {
      const headers = { authorization: `Bearer ${made.secret}`, 'content-type': 'application/json' }
      return (await fetch(muster.url + path, { method, headers, body: JSON.stringify(sent ?? {}) })).status
    })
    expect(answers).toEqual([])
    expect(await state()).toEqual(before)
    for (const { api } of [max, zoe]) api.close()
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
    // Nor another credential, which would work after it.
    expect((await api.send('POST', '/api/break-glass')).status).toBe(403)
    const [used] = (await muster.api.call(listAudit, { query: { action: 'break_glass.used' } })).items
    expect(used).toMatchObject({ actor: 'break-glass', address: '127.0.0.1' })
    api.close()
  })
})
