import { afterEach, beforeEach, expect, it } from 'vitest'
import { botRoles, bots, groups } from '../account/catalogue.ts'
import { call, type Got } from '../sandbox-client.ts'
import { type Sandbox, startSandbox, wellKnown } from '../start-sandbox.ts'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await startSandbox({ users: 60, limits: null })
})
afterEach(() => sandbox.stop())

const create = (...users: readonly object[]): Promise<Got> =>
  call(sandbox, 'POST /api/public/users', { body: { users } })
const id = (items: readonly { readonly id: string }[], place: number): string => items[place]?.id ?? ''

it('creates a user with groups and roles, who is in every read', async () => {
  const emailId = 'New.Person@acme.example'
  const got = await create({
    userInfo: { emailId, orgUserId: 'N1', firstName: 'Nový', lastName: 'Člověk' },
    groups: [id(groups, 12)],
    roles: [{ roleId: id(botRoles, 2), streamId: id(bots, 0) }],
  })
  expect([got.status, got.body]).toEqual([200, { msg: 'Users are created Successfully' }])
  const info = await call(sandbox, 'POST /api/public/usersInfo', { body: { orgUserIds: ['N1'] } })
  expect(info.body).toMatchObject([
    { isDeveloper: true, userInfo: { emailId: emailId.toLowerCase(), firstName: 'Nový', status: 'not active' } },
  ])
  const all = await call(sandbox, 'GET /api/public/alluserroles?limit=10&offset=60')
  expect(all.body).toMatchObject({ total: 61, availableMore: false, users: [{ orgUserId: 'N1' }] })
  const group = await call(sandbox, 'GET /api/public/groups?limit=1&offset=12')
  expect(group.text).toContain(emailId.toLowerCase())
})

it('reports failures one by one', async () => {
  const got = await create(
    { userInfo: { emailId: '12335', firstName: 'x' } },
    { userInfo: { emailId: wellKnown.member } },
    { userInfo: { emailId: 'wrong@acme.example' }, groups: ['e-x'] },
    { userInfo: { emailId: 'right@acme.example' } },
  )
  expect(got.status).toBe(200)
  expect(got.body).toMatchObject({
    failedUserDetails: [
      { userInfo: { emailId: '12335', firstName: 'x', status: 'failure', reason: 'Invalid emailId' } },
      { userInfo: { emailId: wellKnown.member, status: 'failure', reason: { message: 'User already exists' } } },
      { userInfo: { emailId: 'wrong@acme.example', status: 'failure', reason: { message: 'Group not found' } } },
    ],
  })
  expect(sandbox.control.effects().map((effect) => effect.user)).toEqual(['right@acme.example'])
})

it('re-adds a removed user as the same user', async () => {
  const before = sandbox.control.user(wellKnown.member)
  await call(sandbox, 'DELETE /api/public/users', { body: { deleteEmailIds: [wellKnown.member] } })
  await create({ userInfo: { emailId: wellKnown.member }, canCreateBot: false })
  const after = sandbox.control.user(wellKnown.member)
  expect(after).toMatchObject({ userId: before?.userId, isMember: true, groups: [], canCreateBot: false })
})

it('the audit log lists events, newest first, in pages', async () => {
  await create({ userInfo: { emailId: 'right@acme.example' } })
  await call(sandbox, 'DELETE /api/public/users', { body: { deleteEmailIds: ['right@acme.example'] } })
  const page = await call(sandbox, 'GET /api/public/auditlogs?size=1')
  expect(page.body).toMatchObject({ total: 2, moreAvailable: true, auditlogs: [{ Name: 'User Deleted' }] })
  const next = await call(sandbox, 'GET /api/public/auditlogs?size=1&offset=1')
  expect(next.body).toMatchObject({ moreAvailable: false, auditlogs: [{ Name: 'User Created' }] })
  const past = await call(sandbox, 'GET /api/public/auditlogs?toDate=2020-01-01')
  expect(past.body).toMatchObject({ total: 0, auditlogs: [] })
})
