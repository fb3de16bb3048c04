import { createSecretKey } from 'node:crypto'
import type { AuditLine } from '@muster/core/audit/audit-line'
import { type Sandbox, wellKnown } from '@muster/kore-sandbox'
import { englishText } from '@muster/wording/english'
import { describe, expect, test } from 'vitest'
import { gatewayOnSandbox, testSecret } from '../../adapters/kore/testing/gateway.fixture.ts'
import { startTestApp } from '../../http/testing/test-app.ts'
import { koreRoutes } from './kore.routes.ts'
import type { ScriptJobs } from './ports.ts'

async function setUp(
  sandboxOptions: Parameters<typeof gatewayOnSandbox>[0] = {},
  settings: Parameters<typeof gatewayOnSandbox>[1] = {},
) {
  const { sandbox, gateway } = await gatewayOnSandbox(sandboxOptions, settings)
  const audited: AuditLine[] = []
  const state = { isStopped: false }
  // `script-jobs.spec.ts` covers the jobs.
  const scripts: ScriptJobs = {
    mayResend: async () => !state.isStopped,
    begin: async ({ stepUp }) => {
      stepUp.judge(true)
      return {
        intend: async (sending) => void audited.push(sending),
        end: async (_result, sent) => void audited.push(...(sent === null ? [] : [sent])),
      }
    },
  }
  const app = await startTestApp(koreRoutes({ passThrough: gateway.passThrough, scripts }))
  const token = { id: 't-1', name: 'A script' }
  const headers = {
    ...app.signIn('owner', { authenticatedAt: null, token }).writing,
    'content-type': 'application/json',
  }
  const call = async (request: string, body: unknown, more: Record<string, string> = {}) => {
    const [method = '', path = ''] = request.split(' ')
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await fetch(`${app.url}/api/kore${path}`, {
      method,
      headers: { ...headers, ...more },
      body: text,
    })
    const received = await response.text()
    expect(received).not.toContain(testSecret)
    return { status: response.status, headers: response.headers, body: JSON.parse(received) as unknown }
  }
  return { sandbox, audited, call, app, state }
}

test('each of the three endpoints responds like Kore.ai, with audit entries before and after', async () => {
  const { sandbox, audited, call } = await setUp()
  const update = { users: [{ userInfo: { emailId: wellKnown.member }, canCreateBot: true, isDeveloper: true }] }
  expect(await call('PUT /users', update)).toMatchObject({
    status: 200,
    body: { msg: 'Users are updated Successfully' },
  })
  expect(await call('DELETE /users', { deleteEmailIds: [wellKnown.secondMember] })).toMatchObject({
    status: 200,
    body: { msg: 'Users are removed Successfully' },
  })
  const erase = { userIds: [wellKnown.customerUserId], RemoveDataFromAllBots: true }
  expect(await call('DELETE /bot/eraseUsersData', erase)).toMatchObject({
    status: 200,
    body: { requestId: expect.stringMatching(/^eud-/), status: 'in-progress' },
  })
  expect(sandbox.control.calls()).toHaveLength(3)
  expect(audited.map(({ outcome }) => outcome)).toEqual([
    'sent',
    'answered 200',
    'sent',
    'answered 200',
    'sent',
    'answered 200',
  ])
  expect([audited[1], audited[3], audited[5]].map((entry) => englishText(entry?.sentence ?? ''))).toEqual([
    `Ana sent Kore.ai's Update Users for ${wellKnown.member}`,
    `Ana sent Kore.ai's Remove Users for ${wellKnown.secondMember}`,
    expect.stringMatching(
      `^Ana sent Kore.ai's Delete Customer Data for ${wellKnown.customerUserId}: request eud-[\\w-]+$`,
    ),
  ])
})

test('the audit lists the users of a call by name, of many the rest by number', async () => {
  const { audited, call } = await setUp()
  const users = ['O-1', 'O-2', 'O-3', 'O-4', 'O-5', 'O-6', 'O-7'].map((orgUserId) => ({ userInfo: { orgUserId } }))
  await call('PUT /users', { users })
  expect(englishText(audited[0]?.sentence ?? '')).toMatch(/Update Users for O-1, O-2, O-3, O-4, O-5, and 2 more$/)
  const channel = { channel_user_id: '+34600111222', channel_id: 'whatsapp' }
  await call('DELETE /bot/eraseUsersData', { userIds: [wellKnown.customer, channel], RemoveDataFromAllBots: true })
  expect(englishText(audited[2]?.sentence ?? '')).toContain(`for ${wellKnown.customer} and +34600111222`)
})

test('passes a partial failure through unchanged', async () => {
  const { call } = await setUp()
  expect(await call('DELETE /users', { deleteEmailIds: [wellKnown.owner] })).toMatchObject({
    status: 200,
    body: { failedUserDetails: [{ emailId: wellKnown.owner, reason: expect.anything() }] },
  })
})

describe('refused with the reason before anything leaves', () => {
  const emailId = 'a@b.c'
  test.each([
    ['PUT /users', { users: [{ userInfo: { emailId }, assignBotTasks: [{ dialogs: [] }] }] }, 'removes every bot task'],
    ['PUT /users', { users: [] }, 'missing'],
    ['PUT /users', { users: [{ userInfo: { emailId, orgUserId: 'E' } }] }, 'documented'],
    ['PUT /users', { users: [{ userInfo: { emailId }, isAdmin: true }] }, 'isAdmin'],
    ['PUT /users', '{"users":[{"userInfo":{"emailId":"a@b.c"}}],"__proto__":{"x":1}}', '__proto__'],
    ['DELETE /users', { deleteEmailIds: ['a'], orgUserIds: ['b'] }, 'documented'],
    ['DELETE /bot/eraseUsersData', { userIds: ['u-1'] }, 'names its bots'],
    ['DELETE /bot/eraseUsersData', { userIds: ['u-1'], botIds: [] }, 'names its bots'],
    ['PUT /users', '{"users":', 'JSON'],
  ])('%s %j', async (request, body, words) => {
    const { sandbox, audited, call } = await setUp()
    const response = await call(request, body)
    expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    expect(JSON.stringify(response.body)).toContain(words)
    expect([...sandbox.control.calls(), ...audited]).toEqual([])
  })

  test('more than 256 KB', async () => {
    const { sandbox, call } = await setUp()
    const body = { deleteEmailIds: Array(30_000).fill('someone@example.com') }
    expect(await call('DELETE /users', body)).toMatchObject({ status: 413, body: { code: 'too_large' } })
    expect(sandbox.control.calls()).toEqual([])
  })
})

/** Without the read in another scope that explains a refusal. */
const changesIn = ({ control }: Sandbox) => control.calls().filter(({ endpoint }) => endpoint === 'remove-users')

test.each([
  [false, 200, 2],
  [true, 502, 1],
])(
  'a call leaves again with the other secret unless changes were stopped meanwhile (%j)',
  async (isStopped, status, calls) => {
    const nextSecret = createSecretKey(Buffer.from('another secret of at least 32 bytes'))
    const { sandbox, call, state } = await setUp(
      { clientSecret: 'another secret of at least 32 bytes' },
      { nextSecret },
    )
    state.isStopped = isStopped
    expect(await call('DELETE /users', { deleteEmailIds: [wellKnown.member] })).toMatchObject({ status })
    expect(changesIn(sandbox)).toHaveLength(calls)
  },
)

test('Kore.ai\u2019s 401 does not look like ours, and the second call does not leave', async () => {
  const { sandbox, audited, call } = await setUp({ clientSecret: 'another secret of at least 32 bytes' })
  const first = /^Kore\.ai refused Muster's credential, not yours\. Kore\.ai's response: .*Invalid SDK credentials/
  const second = /^Kore\.ai accepts the credential for none of the calls\. Check KORE_CLIENT_ID.* Nothing was sent\.$/
  for (const detail of [first, second]) {
    expect(await call('DELETE /users', { deleteEmailIds: ['a@b.c'] })).toMatchObject({
      status: 502,
      body: { code: 'kore_credential_rejected', detail: expect.stringMatching(detail) },
    })
  }
  expect(changesIn(sandbox)).toHaveLength(1)
  expect(audited.map(({ outcome }) => outcome)).toEqual(['sent', 'refused'])
})

test('a lost response is reported as unknown', async () => {
  const { sandbox, audited, call } = await setUp()
  sandbox.control.addFault({ kind: 'drop-after' })
  expect(await call('DELETE /users', { deleteEmailIds: [wellKnown.secondMember] })).toMatchObject({
    status: 502,
    body: { code: 'kore_unreachable', detail: expect.stringContaining('effect is unknown') },
  })
  expect(audited.at(-1)?.outcome).toBe('unknown')
})

test('the budget applies here too, with a time to retry', async () => {
  const { sandbox, call } = await setUp({}, { ratePerMinute: 1, ratePerHour: 100 })
  await call('DELETE /users', { deleteEmailIds: ['a@b.c'] })
  const response = await call('DELETE /users', { deleteEmailIds: ['a@b.c'] })
  expect(response).toMatchObject({ status: 503, body: { code: 'kore_rate_limited' } })
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(30)
  expect(sandbox.control.calls()).toHaveLength(1)
})

test('a session is refused what needs a proof, however fresh it is', async () => {
  const { app, sandbox } = await setUp()
  const headers = { ...app.signIn('owner').writing, 'content-type': 'application/json' }
  const body = '{"deleteEmailIds":["a@b.c"]}'
  const response = await fetch(`${app.url}/api/kore/users`, { method: 'DELETE', headers, body })
  expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('tokens:unattended')])
  expect(sandbox.control.calls()).toEqual([])
})

test('a viewer is not allowed', async () => {
  const { app, sandbox } = await setUp()
  const headers = { ...app.signIn('viewer').writing, 'content-type': 'application/json' }
  const response = await fetch(`${app.url}/api/kore/users`, {
    method: 'DELETE',
    headers,
    body: '{"deleteEmailIds":["a@b.c"]}',
  })
  expect(response.status).toBe(403)
  expect(sandbox.control.calls()).toEqual([])
})
