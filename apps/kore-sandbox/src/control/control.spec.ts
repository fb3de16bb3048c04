import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { call } from '../sandbox-client.ts'
import { type Sandbox, startSandbox, wellKnown } from '../start-sandbox.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ users: 50, limits: null, host: '0.0.0.0' })
})
afterAll(() => sandbox.stop())

const control = async (
  request: string,
  body?: unknown,
  headers: Record<string, string> = { 'x-sandbox-control': '1' },
) => {
  const [method = 'GET', path = ''] = request.split(' ')
  const response = await fetch(`${sandbox.url}/sandbox${path}`, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const received: unknown = await response.json()
  return { status: response.status, received }
}

const bots = async () => (await call(sandbox, 'GET /api/public/bots')).status

it('requires the header', async () => {
  for (const headers of [{}, { 'x-sandbox-control': 'yes' }]) {
    expect((await control('POST /reset', undefined, headers)).status).toBe(403)
  }
})

it('accepts control calls from this machine only', async (context) => {
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((one) => one !== undefined && one.family === 'IPv4' && !one.internal)
  if (outside === undefined) {
    context.skip('no address besides loopback here')
    return
  }
  const url = sandbox.url.replace('127.0.0.1', outside.address)
  const response = await fetch(`${url}/sandbox/effects`, { headers: { 'x-sandbox-control': '1' } })
  expect(response.status).toBe(403)
})

it('sets and clears faults, scopes, limits and latency', async () => {
  expect((await control('POST /faults', { kind: 'status', status: 503, next: 1 })).status).toBe(200)
  expect([await bots(), await bots()]).toEqual([503, 200])
  await control('PUT /scopes', { scopes: [] })
  expect(await bots()).toBe(401)
  await control('PUT /scopes', { scopes: ['role_management:role_management'] })
  await control('PUT /limits', { limits: { windows: [{ calls: 1, seconds: 60 }], status: 400 } })
  expect([await bots(), await bots()]).toEqual([200, 400])
  await control('POST /reset')
  expect(await bots()).toBe(200)
  await control('PUT /batch-limit', { limit: { users: 1 } })
  const two = { body: { emailIds: [wellKnown.member, wellKnown.owner] } }
  const read = async () => (await call(sandbox, 'POST /api/public/usersInfo', two)).status
  expect(await read()).toBe(400)
  await control('POST /reset')
  expect(await read()).toBe(200)
  expect((await control('PUT /latency', { ms: 1 })).status).toBe(200)
})

it.each([
  ['POST /faults', { kind: 'nonsense' }],
  ['POST /faults', { kind: 'hang', nonsense: 1 }],
  ['PUT /scopes', { scopes: ['all'] }],
  ['PUT /limits', {}],
])('%s refuses %j with the reason', async (request, body) => {
  const { status, received } = await control(request, body)
  expect([status, JSON.stringify(received)]).toEqual([400, expect.stringMatching(/error/)])
})

it('changes a user outside the client, and lists effects and calls', async () => {
  await control('POST /reset')
  const users = [{ userInfo: { emailId: wellKnown.member }, canCreateBot: true, isDeveloper: true }]
  expect((await control('POST /users', { users })).received).toEqual({ msg: 'Users are updated Successfully' })
  expect((await control(`GET /users/${wellKnown.member}`)).received).toMatchObject({
    canCreateBot: true,
    isMember: true,
  })
  expect((await control('GET /users/unknown@nowhere.example')).status).toBe(404)
  await call(sandbox, 'GET /api/public/bots')
  expect((await control('GET /effects')).received).toMatchObject([
    { seq: 1, call: 0, kind: 'updated', user: wellKnown.member, changed: true },
  ])
  expect((await control('GET /calls')).received).toMatchObject([{ endpoint: 'bots', status: 200 }])
})

it('withholds responses after their effect, and releases the requested number', async () => {
  const { control: direct } = sandbox
  const { emailId } = direct.user('member@kore-sandbox.example') ?? { emailId: '' }
  direct.holdResponses()
  const order: string[] = []
  const remove = call(sandbox, 'DELETE /api/public/users', { body: { deleteEmailIds: [emailId] } }).then(() =>
    order.push('removed'),
  )
  await vi.waitUntil(() => direct.heldResponses() === 1)
  expect(direct.user(emailId)?.isMember).toBe(false)
  const read = bots().then(() => order.push('read'))
  await vi.waitUntil(() => direct.heldResponses() === 2)
  direct.releaseResponses(1)
  await remove
  expect(order).toEqual(['removed'])
  direct.releaseResponses()
  await read
  expect(direct.heldResponses()).toBe(0)
  expect(await bots()).toBe(200)
})
