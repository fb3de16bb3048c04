import { eraseStatusResponse } from '@muster/kore-api/erase-status'
import { eraseUsersDataResponse } from '@muster/kore-api/erase-users-data'
import { removeUsersResponse } from '@muster/kore-api/remove-users'
import { usersInfoResponse } from '@muster/kore-api/users-info'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { adminRoles, botRoles, bots, groups } from '../account/catalogue.ts'
import { call, token } from '../sandbox-client.ts'
import { type Sandbox, startSandbox, wellKnown } from '../start-sandbox.ts'

let sandbox: Sandbox
let time = Date.UTC(2026, 5, 1)
beforeEach(async () => {
  sandbox = await startSandbox({ users: 60, limits: null, eraseDelayMs: 1000, now: () => time })
})
afterEach(() => sandbox.stop())

/** The client signs tokens with the real clock, so these calls use tokens that cannot expire. */
const send = async (request: string, body: unknown) => {
  return call(sandbox, request, { body, auth: await token(sandbox, { appId: sandbox.clientId }) })
}
const update = (...users: readonly object[]) => send('PUT /api/public/users', { users })
const of = (emailId: string, rest: object) => ({ userInfo: { emailId }, ...rest })
const id = (items: readonly { readonly id: string }[], place: number): string => items[place]?.id ?? ''

const erase = async (userIds: readonly unknown[]): Promise<string> => {
  const got = await send('DELETE /api/public/bot/eraseUsersData', { userIds, RemoveDataFromAllBots: true })
  return eraseUsersDataResponse.parse(got.body).requestId
}
const states = async (requestId: string): Promise<readonly string[]> => {
  const got = await send(`GET /api/public/bot/eraseUsersData/status/${requestId}`, undefined)
  return eraseStatusResponse.parse(got.body).response.map((one) => one.status)
}
const change = async (emailIds: readonly string[], canCreateBot: boolean, isDeveloper: boolean) => {
  const got = await send('POST /api/public/useraccess', { emailIds, canCreateBot, isDeveloper })
  return [got.status, got.body]
}
const error = (code: number, msg: string) => [code, { errors: [{ msg, code }] }]

describe('update', () => {
  it('changes groups, roles and flags, visible in later reads', async () => {
    const roles = { addTo: [{ roleId: id(botRoles, 3), botId: id(bots, 4) }, { roleId: id(adminRoles, 2) }] }
    const got = await update(
      of(wellKnown.member, { roles, groups: { addTo: [id(groups, 9)], removeFrom: [id(groups, 4)] } }),
    )
    expect(got.body).toEqual({ msg: 'Users are updated Successfully' })
    const [read] = usersInfoResponse.parse(
      (await send('POST /api/public/usersInfo', { emailIds: [wellKnown.member] })).body,
    )
    expect(read).toMatchObject({
      isDeveloper: true,
      canCreateBot: false,
      groups: [{ groupId: id(groups, 9) }],
      roles: { adminRoles: [{ roleId: id(adminRoles, 2) }] },
    })
    expect(JSON.stringify(read)).toContain(id(botRoles, 3))
  })

  it('a repeated update is an effect without a change', async () => {
    const user = of(wellKnown.member, { canCreateBot: true, isDeveloper: true })
    await update(user)
    await update(user)
    expect(sandbox.control.effects().map((effect) => effect.changed)).toEqual([true, false])
  })

  it.each([
    ['an unknown role', { roles: { addTo: [{ roleId: 'a'.repeat(24), botId: id(bots, 0) }] } }, 'Role not found'],
    ['an unknown bot', { roles: { removeFrom: [{ roleId: id(botRoles, 2), botId: 'st-x' }] } }, 'Bot not found'],
    ['a bot role without bot', { roles: { addTo: [{ roleId: id(botRoles, 2) }] } }, 'botId is required'],
    ['an unknown group', { groups: { addTo: ['e-x'] } }, 'Group not found'],
    ['the primary admin role', { roles: { addTo: [{ roleId: id(adminRoles, 0) }] } }, 'Unauthorized to perform this'],
    ['creating bots without being developer', { canCreateBot: true, isDeveloper: false }, 'Invalid values in the body'],
  ])('refuses %s and keeps the access', async (_what, rest, reason) => {
    const before = sandbox.control.user(wellKnown.member)
    const got = await update(of(wellKnown.member, rest), of(wellKnown.secondMember, { canCreateBot: true }))
    expect(got.status).toBe(200)
    expect(got.text).toContain(reason)
    expect(got.text).not.toContain(wellKnown.secondMember)
    expect(sandbox.control.user(wellKnown.member)).toEqual(before)
    expect(sandbox.control.user(wellKnown.secondMember)?.canCreateBot).toBe(true)
  })

  it('reports unknown and malformed emails one by one', async () => {
    const got = await update(of('12335', {}), of('unknown@nowhere.example', {}))
    expect(got.body).toMatchObject({
      failedUserDetails: [
        { userInfo: { emailId: '12335', status: 'failure', reason: 'Invalid emailId' } },
        { userInfo: { emailId: 'unknown@nowhere.example', status: 'failure', reason: { name: 'BadRequest' } } },
      ],
    })
  })

  it('an assignment without bot removes all of them', async () => {
    await update(of(wellKnown.member, { assignBotTasks: [{ botId: id(bots, 1) }] }))
    expect(sandbox.control.user(wellKnown.member)?.taskBots).toEqual([id(bots, 1)])
    await update(of(wellKnown.member, { assignBotTasks: [{}] }))
    expect(sandbox.control.user(wellKnown.member)?.taskBots).toEqual([])
    expect(sandbox.control.effects().at(-1)?.kind).toBe('tasks-unassigned')
  })
})

it('a removal refuses owners, and a removed user disappears from every read', async () => {
  const requested = [wellKnown.owner, wellKnown.botOwner, wellKnown.member, 'unknown@nowhere.example']
  const got = await send('DELETE /api/public/users', { deleteEmailIds: requested })
  const { failedUserDetails = [] } = removeUsersResponse.parse(got.body)
  expect(failedUserDetails.map((one) => one.emailId)).toEqual(
    requested.filter((emailId) => emailId !== wellKnown.member),
  )
  expect((await send('DELETE /api/public/users', { deleteEmailIds: [wellKnown.member] })).text).toContain(
    'Unauthorized to perform this activity',
  )
  expect((await send('POST /api/public/usersInfo', { emailIds: [wellKnown.member] })).text).toContain('User not found')
  expect((await send('GET /api/public/alluserroles', undefined)).text).not.toContain(`"${wellKnown.member}"`)
  expect(sandbox.control.effects().map((effect) => effect.kind)).toEqual(['removed'])
})

describe('erasure', () => {
  it('takes time, and completes one user after another', async () => {
    const request = await erase([wellKnown.customer, wellKnown.customerUserId, wellKnown.channelUser, '24680135791113'])
    expect(new Set(await states(request))).toEqual(new Set(['in-progress']))
    expect(sandbox.control.effects()).toEqual([])
    time += 500
    expect(await states(request)).toEqual(['SUCCESS', 'SUCCESS', 'in-progress', 'in-progress'])
    time += 500
    expect(new Set(await states(request))).toEqual(new Set(['SUCCESS']))
    expect(sandbox.control.effects().map((effect) => effect.kind)).toEqual(Array.from({ length: 4 }, () => 'erased'))
  })

  it('does not process owners, members and unknown subjects', async () => {
    const { owner, botOwner, coDeveloper, member } = wellKnown
    const request = await erase([owner, botOwner, coDeveloper, member, 'ORG-MEMBER', 'unknown@nowhere.example'])
    time += 1000
    expect(new Set(await states(request))).toEqual(new Set(['FAILED']))
    expect(sandbox.control.effects()).toEqual([])
  })

  it('erases a former member', async () => {
    await send('DELETE /api/public/users', { deleteEmailIds: [wellKnown.member] })
    const request = await erase([wellKnown.member])
    time += 1000
    expect(await states(request)).toEqual(['SUCCESS'])
  })

  it.each([
    [{ userIds: [wellKnown.customer] }],
    [{ userIds: [wellKnown.customer], botIds: ['st-unknown'] }],
    [{ userIds: [], RemoveDataFromAllBots: true }],
    ['[]'],
  ])('refuses %j as a whole', async (body) => {
    const got = await send('DELETE /api/public/bot/eraseUsersData', body)
    expect([got.status, got.body]).toEqual([400, { errors: [{ msg: expect.any(String), code: 400 }] }])
  })

  it('refuses an unknown request id', async () => {
    expect((await send('GET /api/public/bot/eraseUsersData/status/eud-1', undefined)).status).toBe(400)
  })
})

it('user access changes all users or none', async () => {
  expect(await change([wellKnown.member], true, false)).toEqual(error(403, 'Invalid values in the body'))
  expect(await change([], true, true)).toEqual(error(400, 'emailIds cannot be empty'))
  expect(await change([wellKnown.member, 'x@y.example'], true, true)).toEqual(
    error(400, 'One or more entered emails not found'),
  )
  expect(sandbox.control.effects()).toEqual([])
  expect(await change([wellKnown.member], true, true)).toEqual([200, ['SUCCESS']])
  expect(sandbox.control.user(wellKnown.member)?.canCreateBot).toBe(true)
})

describe('profile v2', () => {
  it('lists successes under failedUserDetails and knows more reasons', async () => {
    const v2 = await startSandbox({ users: 50, profile: 'v2', limits: null })
    const users = [of(wellKnown.member, {}), of('12335', {})]
    const done = await call(v2, 'PUT /api/public/users', { body: { users: users.slice(0, 1) } })
    const success = { userInfo: { emailId: wellKnown.member, firstName: 'Mina', status: 'success' } }
    expect(done.body).toEqual({
      msg: 'User is updated Successfully.',
      failedUserDetails: [success],
      moreAvailable: true,
      total: 1,
    })
    const reason = { errors: [{ msg: 'INVALID_EMAIL', code: 400 }] }
    const failure = { userInfo: { emailId: '12335', status: 'failure', reason } }
    expect((await call(v2, 'PUT /api/public/users', { body: { users } })).body).toEqual({
      failedUserDetails: [success, failure],
      moreAvailable: true,
      total: 2,
    })
    const removed = await call(v2, 'DELETE /api/public/users', { body: { deleteEmailIds: [wellKnown.member] } })
    expect(removed.body).toEqual({ msg: 'Users are removed Successfully', moreAvailable: true, total: 1 })
    const refused = await call(v2, 'DELETE /api/public/users', { body: { deleteEmailIds: [wellKnown.owner] } })
    expect(refused.text).not.toContain('_headers')
    await v2.stop()
  })
})
