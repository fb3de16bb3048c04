import { wellKnown } from '@muster/kore-sandbox'
import { unattendedScript, until } from '../fixtures/api.ts'
import { expect, test } from '../fixtures/test.ts'

test.use({ backendOptions: { name: 'script', users: 60 } })

test('the three endpoints accept Kore.ai’s bodies and return Kore.ai’s responses', async ({ app }) => {
  const { script, sandbox, url } = app
  const unattended = await unattendedScript(url, script)
  const update = await script.send('PUT', '/api/kore/users', {
    users: [{ userInfo: { emailId: wellKnown.member }, isDeveloper: true, canCreateBot: true }],
  })
  expect([update.status, await update.json()]).toEqual([200, { msg: expect.stringMatching(/updated successfully/i) }])
  expect(sandbox.control.user(wellKnown.member)?.canCreateBot).toBe(true)

  const partly = await unattended.send('DELETE', '/api/kore/users', {
    deleteEmailIds: [wellKnown.invited, wellKnown.botOwner],
  })
  expect(partly.status).toBe(200)
  expect(await partly.json()).toEqual({
    failedUserDetails: [{ emailId: wellKnown.botOwner, reason: expect.objectContaining({ statusCode: 400 }) }],
  })
  expect(sandbox.control.user(wellKnown.invited)?.isMember).toBe(false)

  const erased = await unattended.send('DELETE', '/api/kore/bot/eraseUsersData', {
    userIds: [wellKnown.customer, wellKnown.channelUser],
    RemoveDataFromAllBots: true,
  })
  expect([erased.status, await erased.json()]).toEqual([
    200,
    { requestId: expect.stringMatching(/^eud-/), status: 'in-progress' },
  ])

  // Muster tracks the erasure like one requested in the app.
  interface Erasures {
    readonly items: readonly { state: string; scopeText: string; jobId: string; people: readonly { label: string }[] }[]
  }
  const { items: erasures } = await until<Erasures>(
    script,
    '/api/erasures',
    (seen) => seen.items[0]?.state === 'erased',
  )
  expect(erasures).toMatchObject([
    {
      scopeText: 'from all bots',
      jobId: expect.any(String),
      people: [{ label: wellKnown.customer }, { label: wellKnown.channelUser.channel_user_id }],
    },
  ])

  const refused = await unattended.send('DELETE', '/api/kore/users', { deleteEmailIds: [] })
  expect([refused.status, await refused.json()]).toEqual([
    400,
    // Muster refuses an invalid body and states that nothing was sent.
    expect.objectContaining({ code: 'invalid_request', detail: expect.stringContaining('Nothing was sent') }),
  ])

  const audit = await until<{ items: readonly { sentence: string }[] }>(
    script,
    '/api/audit?action=kore.called',
    ({ items }) => items.length >= 3,
  )
  const sentences = audit.items.map(({ sentence }) => sentence).join('\n')
  expect(sentences).toContain(`sent Kore.ai's Update Users for ${wellKnown.member}`)
  expect(sentences).toContain(`sent Kore.ai's Remove Users for ${wellKnown.invited} and ${wellKnown.botOwner}`)
  expect(sentences).toMatch(/Delete Customer Data for .*: request eud-/)
})

test('a call needs a session, the CSRF token and the right origin', async ({ app }) => {
  const { script, sandbox, url } = app
  const before = sandbox.control.calls().filter(({ endpoint }) => endpoint.endsWith('users')).length
  const body = { users: [{ userInfo: { emailId: wellKnown.member }, canCreateBot: true, isDeveloper: true }] }
  const user = sandbox.control.user(wellKnown.member)
  const json = { 'content-type': 'application/json' }
  const anonymous = await fetch(`${url}/api/kore/users`, {
    method: 'PUT',
    headers: json,
    body: JSON.stringify(body),
  })
  const statuses = [
    anonymous.status,
    (await script.send('PUT', '/api/kore/users', body, { 'x-muster-csrf': null })).status,
    (await script.send('PUT', '/api/kore/users', body, { 'x-muster-csrf': 'x'.repeat(43) })).status,
    (await script.send('PUT', '/api/kore/users', body, { origin: 'https://evil.example' })).status,
    (await script.send('PUT', '/api/kore/users', body, { cookie: `${script.cookie}x` })).status,
  ]
  // A request without an origin is refused before the check of its session.
  expect(statuses).toEqual([403, 403, 403, 403, 401])
  expect(sandbox.control.user(wellKnown.member)).toEqual(user)
  expect(sandbox.control.calls().filter(({ endpoint }) => endpoint.endsWith('users'))).toHaveLength(before)
})
