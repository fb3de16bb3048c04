import { describe, expect, expectTypeOf, it } from 'vitest'
import { botsResponse } from './bots.ts'
import { koreEndpoints } from './endpoints.ts'
import { type EraseUsersDataBody, eraseUsersDataBody } from './erase-users-data.ts'
import { removeUsersBody } from './remove-users.ts'
import { type UpdateUsersBody, updateUsersBody } from './update-users.ts'

const user = { userInfo: { emailId: 'a@b.example' }, canCreateBot: true, isDeveloper: true }

describe('request bodies that could destroy by default cannot be built', () => {
  const refusedUpdates: readonly [string, object][] = [
    ['assignBotTasks', { ...user, assignBotTasks: [{}] }],
    ['a missing flag', { userInfo: user.userInfo, canCreateBot: true }],
    ['both identities', { ...user, userInfo: { emailId: 'a@b.example', orgUserId: 'E1' } }],
    ['no identity', { ...user, userInfo: {} }],
    ['a malformed role id', { ...user, roles: { addTo: [{ roleId: '5d9d8db3x0d54920a8df1e68b' }] } }],
    ['an empty list', { ...user, groups: { addTo: [] } }],
  ]
  it.each(refusedUpdates)('update: %s', (_what, one) => {
    expect(updateUsersBody.safeParse({ users: [one] }).success).toBe(false)
  })
  it('update: the minimal request passes', () => {
    expect(updateUsersBody.safeParse({ users: [user] }).success).toBe(true)
  })

  const refusedErasures: readonly [string, object][] = [
    ['no scope', { userIds: ['u-1'], botIds: ['st-1'] }],
    ['neither bots nor all', { userIds: ['u-1'], botIds: [], RemoveDataFromAllBots: false }],
    ['bots and all', { userIds: ['u-1'], botIds: ['st-1'], RemoveDataFromAllBots: true }],
    ['no user', { userIds: [], botIds: ['st-1'], RemoveDataFromAllBots: false }],
  ]
  it.each(refusedErasures)('erase: %s', (_what, body) => {
    expect(eraseUsersDataBody.safeParse(body).success).toBe(false)
  })

  it.each([[{ deleteEmailIds: [] }], [{}], [{ deleteEmailIds: ['a@b.example'], orgUserIds: ['E1'] }]])(
    'remove: %j',
    (body) => {
      expect(removeUsersBody.safeParse(body).success).toBe(false)
    },
  )

  it('the types refuse them too', () => {
    type Key = { emailId: string }
    type Flags = { canCreateBot: boolean; isDeveloper: boolean }
    type Erasure = { userIds: [string]; botIds: [string] }
    expectTypeOf<Erasure & { RemoveDataFromAllBots: false }>().toExtend<EraseUsersDataBody>()
    expectTypeOf<Erasure>().not.toExtend<EraseUsersDataBody>()
    expectTypeOf<Erasure & { RemoveDataFromAllBots: true }>().not.toExtend<EraseUsersDataBody>()
    expectTypeOf<{ users: [{ userInfo: Key } & Flags] }>().toExtend<UpdateUsersBody>()
    expectTypeOf<{ users: [{ userInfo: Key; isDeveloper: boolean }] }>().not.toExtend<UpdateUsersBody>()
    expectTypeOf<'assignBotTasks'>().not.toExtend<keyof UpdateUsersBody['users'][0]>()
  })
})

it("a bot's secrets do not pass the schema", () => {
  const read = botsResponse.parse({ bots: [{ _id: 'st-1', name: 'B', jwtApps: [{ clientSecret: 'hush' }] }] })
  expect(JSON.stringify(read)).not.toContain('hush')
})

it('every endpoint names its page and scope, and no two are the same', () => {
  expect(koreEndpoints.length).toBeGreaterThanOrEqual(10)
  expect(new Set(koreEndpoints.map((one) => `${one.method} ${one.path}`)).size).toBe(koreEndpoints.length)
  for (const one of koreEndpoints) expect([one.page, one.scope].every((text) => text.length > 4)).toBe(true)
})
