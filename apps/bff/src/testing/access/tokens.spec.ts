import { listAudit } from '@muster/contracts/audit'
import * as members from '@muster/contracts/members'
import { sessionSchema } from '@muster/contracts/session'
import * as tokens from '@muster/contracts/tokens'
import { type Permission, permissions } from '@muster/core/permission'
import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApiClient } from '../api-client.ts'
import { type Backend, startBackend } from '../backend.ts'

let muster: Backend
beforeAll(async () => {
  muster = await startBackend({ sandbox: { users: 20 } })
}, 240_000)
afterAll(() => muster.stop())

async function createToken(scope: readonly Permission[], name = 'Nightly report') {
  const body = { name, permissions: [...scope], expiresInDays: 7 }
  return await muster.api.call(tokens.createToken, { body })
}

/** A request with nothing but a token: no cookie, no `Origin`, no CSRF header. */
const send = (secret: string, method: string, path: string, body?: object, more: Record<string, string> = {}) =>
  fetch(muster.url + path, {
    method,
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', ...more },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

describe('a token for scripts', () => {
  test('plans and calls Kore.ai without cookie, Origin and CSRF header; the audit names token and member', async () => {
    const { secret } = await createToken([
      'users:read',
      'plans:write',
      'plans:read',
      'users:edit',
      'kore:call',
      'session:own',
    ])
    expect(secret).toMatch(/^muster_[\w-]{54}$/)
    const whoami = sessionSchema.parse(await (await send(secret, 'GET', '/api/session')).json())
    expect(whoami).toMatchObject({ csrfToken: null, ends: null, member: { email: 'owner@example.com' } })
    const identifiers = [{ by: 'email', value: wellKnown.member }]
    const plan = { kind: 'identifiers', identifiers, change: { kind: 'update', isDeveloper: true } }
    expect((await send(secret, 'POST', '/api/plans', plan)).status).toBe(201)
    const call = { users: [{ userInfo: { emailId: wellKnown.member }, isDeveloper: true }] }
    const called = await send(secret, 'PUT', '/api/kore/users', call)
    expect([called.status, await called.text()]).toEqual([200, expect.any(String)])
    const { items } = await muster.api.call(listAudit, { query: { action: 'kore.called' } })
    expect(items[0]).toMatchObject({ actor: 'owner@example.com', token: 'Nightly report' })
  })

  test('limited to calls to Kore.ai changes no user: each call needs the permissions of what it does', async () => {
    const { secret } = await createToken(['kore:call'])
    const lacking = async (scope: string, method: string, path: string, body: object) => {
      const answer = await send(scope, method, path, body)
      expect([answer.status, await answer.text()]).toEqual([403, expect.any(String)])
    }
    const userInfo = { emailId: wellKnown.member, firstName: 'Changed' }
    const task = { users: [{ userInfo, assignBotTasks: [{ botId: 'st-1' }] }] }
    await lacking(secret, 'PUT', '/api/kore/users', { users: [{ userInfo }] })
    await lacking(secret, 'DELETE', '/api/kore/users', { deleteEmailIds: ['unknown@nowhere.example'] })
    const erasure = { userIds: ['unknown@nowhere.example'], RemoveDataFromAllBots: true }
    await lacking(secret, 'DELETE', '/api/kore/bot/eraseUsersData', erasure)
    const editing = await createToken(['kore:call', 'users:edit'])
    await lacking(editing.secret, 'PUT', '/api/kore/users', task)
    expect((await send(editing.secret, 'PUT', '/api/kore/users', { users: [{ userInfo }] })).status).toBe(200)
  })

  test('has its scope and no more, and none of the acts that need a session', async () => {
    const { secret, token } = await createToken(['users:read', 'session:own'])
    const other = await createToken(['users:read'])
    expect((await send(secret, 'GET', '/api/users')).status).toBe(200)
    expect((await send(secret, 'GET', '/api/audit')).status).toBe(403)
    const more = { name: 'more', permissions: ['users:read'], expiresInDays: 1 }
    for (const [method, path, body] of [
      ['POST', '/api/tokens', more],
      ['GET', '/api/tokens', undefined],
      ['DELETE', `/api/tokens/${other.token.id}`, undefined],
      ['DELETE', '/api/session', undefined],
      ['GET', '/api/sessions', undefined],
      ['DELETE', '/api/sessions', undefined],
      ['GET', '/api/session/factors', undefined],
    ] as const)
      expect((await send(secret, method, path, body)).status).toBe(403)
    expect((await send(other.secret, 'GET', '/api/users')).status).toBe(200)
    const { items } = await muster.api.call(tokens.listTokens)
    expect(items.find(({ id }) => id === token.id)).toMatchObject({ lastUsedFrom: '127.0.0.1' })
    expect(JSON.stringify(items)).not.toContain(secret)
  })

  test('together with a session is refused, and so is an unknown one, also on open routes', async () => {
    const { secret } = await createToken(['users:read'])
    const cookie = muster.api.headers['cookie'] ?? ''
    expect((await send(secret, 'GET', '/api/users', undefined, { cookie })).status).toBe(400)
    for (const path of ['/api/users', '/api/session'])
      expect((await send(`muster_${'x'.repeat(43)}`, 'GET', path)).status).toBe(401)
    // Not a token of Muster: the request is that of a stranger.
    expect((await send('another', 'GET', '/api/users')).status).toBe(401)
    expect((await send(secret.slice(0, -1), 'GET', '/api/session')).status).toBe(200)
  })

  test('ends when revoked, with an open stream', async () => {
    const { secret, token } = await createToken(['session:own'])
    const stream = await send(secret, 'GET', '/api/events')
    expect(stream.status).toBe(200)
    const ended = stream.body?.pipeTo(new WritableStream())
    await muster.api.call(tokens.revokeToken, { params: { id: token.id } })
    expect((await send(secret, 'GET', '/api/session')).status).toBe(401)
    await ended
    const revoked = await muster.api.send('DELETE', `/api/tokens/${token.id}`)
    expect(revoked.status).toBe(404)
  })

  test('never exceeds its member: not at creation, not after a new role, not when disabled', async () => {
    const { member, link } = await muster.api.call(members.inviteMember, {
      body: { email: 'ben@example.com', name: 'Ben', role: 'editor' },
    })
    const credentials = { email: 'ben@example.com', password: 'seven quiet rivers' }
    await fetch(`${muster.url}/api/invitation`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: muster.url },
      body: JSON.stringify({ token: new URL(link).hash.slice('#token='.length), password: credentials.password }),
    })
    const ben = await openApiClient(muster.url, credentials)
    const body = JSON.stringify({ name: 'all', permissions, expiresInDays: 1 })
    expect((await ben.send('POST', '/api/tokens', { body, contentType: 'application/json' })).status).toBe(403)
    const scope: Permission[] = ['users:read', 'uploads:write', 'directory:sync']
    const made = await ben.call(tokens.createToken, { body: { name: 'sync', permissions: scope, expiresInDays: 1 } })
    const other = await ben.call(tokens.createToken, { body: { name: 'other', permissions: scope, expiresInDays: 1 } })
    expect((await send(made.secret, 'POST', '/api/directory/sync')).status).toBeLessThan(300)
    const params = { id: member.id }
    await muster.api.call(members.changeMember, { params, body: { role: 'viewer' } })
    expect((await send(made.secret, 'POST', '/api/directory/sync')).status).toBe(403)
    expect((await send(made.secret, 'GET', '/api/users')).status).toBe(200)
    const { items } = await muster.api.call(tokens.listMemberTokens, { params })
    expect(items.map(({ name }) => name).toSorted()).toEqual(['other', 'sync'])
    await muster.api.call(tokens.revokeMemberToken, { params: { ...params, tokenId: other.token.id } })
    expect((await send(other.secret, 'GET', '/api/users')).status).toBe(401)
    await muster.api.call(members.changeMember, { params, body: { disabled: true } })
    expect((await send(made.secret, 'GET', '/api/users')).status).toBe(401)
    expect((await muster.api.call(tokens.listMemberTokens, { params })).items).toEqual([])
    ben.close()
  })
})
