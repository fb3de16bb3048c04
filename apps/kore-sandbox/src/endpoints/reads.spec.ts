import { type AllUserRolesResponse, allUserRolesResponse } from '@muster/kore-api/all-user-roles'
import { botsResponse } from '@muster/kore-api/bots'
import { groupsResponse } from '@muster/kore-api/groups'
import { exportedRolesResponse, rolesResponse } from '@muster/kore-api/roles'
import { usersInfoResponse } from '@muster/kore-api/users-info'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call } from '../sandbox-client.ts'
import { botSecretMarker, documentedIds, type Sandbox, startSandbox, wellKnown } from '../start-sandbox.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ users: 260, limits: null })
})
afterAll(() => sandbox.stop())
const get = async (path: string): Promise<unknown> => (await call(sandbox, `GET /api/public${path}`)).body

const page = async (query: string): Promise<AllUserRolesResponse> =>
  allUserRolesResponse.parse(await get(`/alluserroles${query}`))
const request = async (body: object): Promise<unknown> =>
  usersInfoResponse
    .parse((await call(sandbox, 'POST /api/public/usersInfo', { body })).body)
    .map((one) => one.userInfo.status)

describe('all user roles', () => {
  it('skips records, not pages, and ends', async () => {
    const first = await page('?limit=100&offset=0')
    const overlapping = await page('?limit=100&offset=50')
    expect(overlapping.users.slice(0, 50)).toEqual(first.users.slice(50))
    expect([first.total, first.availableMore]).toEqual([260, true])
    const last = await page('?limit=100&offset=200')
    expect([last.users.length, last.availableMore]).toEqual([60, false])
    expect((await page('?limit=100&offset=1000')).users).toEqual([])
    expect((await page('')).users.length).toBeGreaterThan(0)
  })

  it('shows inherited roles with the names of their groups, nested ones too', async () => {
    const { users } = await page('?limit=1000')
    const member = users.find((one) => one.username === wellKnown.groupMember)
    expect(member?.btRoles).toEqual([expect.objectContaining({ groups: ['Quality'], roleName: 'Bot Tester' })])
    const user = sandbox.control.user(wellKnown.groupMember)
    expect(user?.botRoles).toEqual([])
  })
})

describe('groups, roles and bots', () => {
  it('groups use page numbers, 50 at most, with members and nested groups', async () => {
    const all = groupsResponse.parse(await get('/groups?limit=500'))
    expect([all.groups.length, all.availableMore]).toEqual([40, false])
    const second = groupsResponse.parse(await get('/groups?limit=15&offset=1'))
    expect(second.groups).toEqual(all.groups.slice(15, 30))
    expect(second.availableMore).toBe(true)
    const sales = all.groups.find(({ _id: id }) => id === documentedIds.groupId)
    expect(sales?.groups?.length).toBe(3)
    expect(all.groups.some((group) => (group.users?.length ?? 0) > 0 && group.userCount === group.users?.length)).toBe(
      true,
    )
  })

  it('roles by type; admin roles without id, the export with', async () => {
    const bot = rolesResponse.parse(await get('/roles?roleType=bot'))
    const admin = rolesResponse.parse(await get('/roles?roleType=admin&limit=2'))
    const exported = exportedRolesResponse.parse(await get('/roles/export?roleType=admin'))
    expect([bot.roles.length, admin.roles.length, admin.availableMore, exported.length]).toEqual([12, 2, true, 6])
    expect(bot.roles.every(({ _id: id }) => id !== undefined)).toBe(true)
    expect(admin.roles.some(({ _id: id }) => id !== undefined)).toBe(false)
    expect((await call(sandbox, 'GET /api/public/roles')).status).toBe(400)
  })

  it('bots contain the secrets of their apps, which the schema drops', async () => {
    const raw = await get('/bots?limit=10&offset=2')
    expect(JSON.stringify(raw)).toContain(botSecretMarker)
    const read = botsResponse.parse(raw)
    expect(JSON.stringify(read)).not.toContain(botSecretMarker)
    expect([read.total, read.bots.length, read.availableMore]).toEqual([25, 5, false])
  })
})

describe('users info', () => {
  it('mixes found and unknown users in one list', async () => {
    const body = { emailIds: [wellKnown.member, 'a3q4'] }
    const got = await call(sandbox, 'POST /api/public/usersInfo', { body })
    const [found, missing] = usersInfoResponse.parse(got.body)
    expect(got.status).toBe(200)
    expect(found).toMatchObject({
      isDeveloper: true,
      userInfo: { emailId: wellKnown.member, firstName: 'Mina', status: 'active' },
      groups: [{ groupName: 'Engineering' }],
    })
    const msg = 'User not found. Please check the provided email address.'
    expect(missing).toEqual({
      userInfo: {
        emailId: 'a3q4',
        status: 'failure',
        reason: {
          statusCode: 400,
          status: 400,
          customCode: 400,
          errors: [{ msg, code: 400 }],
          _headers: {},
          message: msg,
          name: 'BadRequest',
        },
      },
    })
  })

  it('filters by state, and accepts organization ids', async () => {
    const emailIds = [wellKnown.member, wellKnown.invited]
    expect(await request({ emailIds })).toEqual(['active', 'not active'])
    expect(await request({ emailIds, status: 'not active' })).toEqual(['failure', 'not active'])
    expect(await request({ orgUserIds: ['ORG-MEMBER', 'unknown'] })).toEqual(['active', 'failure'])
  })
})

it('accepts doubled and trailing slashes, refuses unknown paths', async () => {
  for (const path of ['/bots/', '//bots']) expect((await call(sandbox, `GET /api//public${path}`)).status).toBe(200)
  expect((await call(sandbox, 'GET /api/public/nothing')).status).toBe(404)
})
