import { setApprovalPolicy } from '@muster/contracts/approvals'
import { listAudit } from '@muster/contracts/audit'
import * as members from '@muster/contracts/members'
import { createPlan } from '@muster/contracts/plans'
import { getSession } from '@muster/contracts/session'
import { createToken, listTokens } from '@muster/contracts/tokens'
import { listUsers } from '@muster/contracts/users'
import { permissions as allPermissions } from '@muster/core/permission'
import { noApprovals } from '@muster/core/policy/approval'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiClient, openApiClient } from '../api-client.ts'
import { type Backend, startBackend } from '../backend.ts'
import { joinedPassword, joinMember } from '../join-member.ts'

let muster: Backend
let userEmail: string
let limited: { readonly id: string; readonly api: ApiClient }

const json = 'application/json'

beforeAll(async () => {
  muster = await startBackend({ env: { MUSTER_OWNERS: 'ida@example.com' } })
  const { items } = await muster.api.call(listUsers, { query: { limit: 200 } })
  const user = items.find(({ groups, roles }) => groups.length > 0 && roles.every(({ botId }) => botId !== null))
  if (user === undefined) throw new Error('the sandbox has no user with a group')
  userEmail = user.email
  limited = await joinMember(muster, 'leo@example.com', 'people_manager', { groups: [...user.groups], bots: null })
}, 240_000)

afterAll(async () => {
  limited.api.close()
  await muster.stop()
})

const statusOf = async (api: ApiClient, method: string, path: string, body?: object) =>
  (await api.send(method, path, body === undefined ? {} : { body: JSON.stringify(body), contentType: json })).status

describe('a custom role', () => {
  const roleOf = (name: string, permissions: members.RequestedRole['permissions']) =>
    muster.api.call(members.addMemberRole, { body: { name, permissions } })

  test('grants its permissions, follows its changes, and stays while a member has it', async () => {
    const role = await roleOf('Night shift', ['users:read', 'plans:read', 'plans:write'])
    expect(role.permissions).toEqual(['users:read', 'plans:read', 'plans:write', 'session:own'])
    const { id, api } = await joinMember(muster, 'ned@example.com', role.id)
    const { member } = await api.call(getSession)
    expect([member?.roleName, member?.permissions]).toEqual(['Night shift', role.permissions])
    expect(await statusOf(api, 'GET', '/api/audit')).toBe(403)
    expect(await statusOf(muster.api, 'DELETE', `/api/roles/${role.id}`)).toBe(409)
    const body = { name: 'Night watch', permissions: ['users:read' as const, 'audit:read' as const] }
    await muster.api.call(members.changeMemberRole, { params: { id: role.id }, body })
    expect(await statusOf(api, 'GET', '/api/users')).toBe(401)
    const again = await openApiClient(muster.url, { email: 'ned@example.com', password: joinedPassword })
    expect([await statusOf(again, 'GET', '/api/audit'), await statusOf(again, 'GET', '/api/plans')]).toEqual([200, 403])
    await muster.api.call(members.changeMember, { params: { id }, body: { role: 'viewer' } })
    await muster.api.call(members.removeMemberRole, { params: { id: role.id } })
    const { items } = await muster.api.call(members.listMemberRoles)
    expect(items.map(({ name }) => name)).not.toContain('Night watch')
    expect(await statusOf(muster.api, 'PATCH', `/api/members/${id}`, { role: role.id })).toBe(409)
    for (const one of [api, again]) one.close()
  })

  test('has a name of its own, and no permission that its maker lacks', async () => {
    const manager = await roleOf('Manager', ['members:read', 'members:manage', 'roles:manage', 'users:read'])
    for (const name of ['manager', 'Owner', 'help desk'])
      expect(await statusOf(muster.api, 'POST', '/api/roles', { name, permissions: ['users:read'] })).toBe(409)
    const { api } = await joinMember(muster, 'max@example.com', manager.id)
    const post = (permissions: readonly string[]) => statusOf(api, 'POST', '/api/roles', { name: 'Mine', permissions })
    expect(await post(['users:erase'])).toBe(409)
    expect(await post(['users:read'])).toBe(201)
    // Not the own role either.
    const { items } = await api.call(members.listMemberRoles)
    const own = items.find(({ name }) => name === 'Manager')
    expect(await statusOf(api, 'PUT', `/api/roles/${own?.id ?? ''}`, { name: 'M', permissions: ['users:read'] })).toBe(
      409,
    )
    const granted = await api.call(members.listMembers)
    expect(granted.grantable.map(({ name }) => name)).toEqual(['Manager', 'Mine'])
    expect(await statusOf(api, 'PATCH', `/api/members/${limited.id}`, { scope: null })).toBe(409)
    // Nor a permission without another that it needs.
    const blind = { name: 'Blind', permissions: ['plans:read', 'plans:write'] }
    const bodies = { '/api/roles': blind, '/api/tokens': { ...blind, expiresInDays: 1 } }
    for (const [path, body] of Object.entries(bodies)) {
      const { status, bytes } = await muster.api.send('POST', path, { body: JSON.stringify(body), contentType: json })
      expect([status, bytes.toString()]).toEqual([409, expect.stringContaining('also needs')])
    }
    // Nor what is of a member with other permissions.
    const { member: owner } = await muster.api.call(getSession)
    const { token } = await muster.api.call(createToken, {
      body: { name: 'Nightly', permissions: ['users:read'], expiresInDays: 1 },
    })
    expect(await statusOf(api, 'DELETE', `/api/members/${owner?.id}/tokens/${token.id}`)).toBe(409)
    expect((await muster.api.call(listTokens)).items.map(({ id }) => id)).toContain(token.id)
    api.close()
  })

  test('with the permissions of an owner is for members that the configuration names as owners', async () => {
    const { id } = await joinMember(muster, 'ulf@example.com', 'viewer')
    const all = allPermissions.filter((one) => one !== 'session:own')
    const refused = async (method: string, path: string, body: object) => {
      const answer = await muster.api.send(method, path, { body: JSON.stringify(body), contentType: json })
      expect([answer.status, answer.bytes.toString()]).toEqual([409, expect.stringContaining('MUSTER_OWNERS')])
      const { items } = await muster.api.call(listAudit, { query: { action: 'request.refused', limit: 10 } })
      const route = path.replace(/(?<=\/api\/\w+\/).+/, ':id')
      expect(items.map(({ sentence }) => sentence)).toContainEqual(expect.stringContaining(`${method} ${route} of`))
    }
    for (const without of [null, 'roles:manage', 'tokens:unattended'])
      await refused('POST', '/api/members', {
        email: 'uta@example.com',
        name: 'Uta',
        role: (
          await roleOf(
            `Admin but ${without}`,
            all.filter((one) => one !== without),
          )
        ).id,
      })
    const admin = await roleOf('Admin', all)
    await refused('PATCH', `/api/members/${id}`, { role: admin.id })
    // Nor by the role that a member has already.
    const watch = await roleOf('Watch', ['users:read'])
    await muster.api.call(members.changeMember, { params: { id }, body: { role: watch.id } })
    await refused('PUT', `/api/roles/${watch.id}`, { name: 'Watch', permissions: all })
    const named = { email: 'ida@example.com', name: 'Ida', role: admin.id }
    expect(await statusOf(muster.api, 'POST', '/api/members', named)).toBe(201)
  })

  test('approves with its permissions', async () => {
    await muster.api.call(setApprovalPolicy, {
      body: { ...noApprovals, everything: { fromUsers: 1, fromPercent: null } },
    })
    const role = await roleOf('Flag approver', ['plans:read', 'plans:approve', 'users:edit'])
    const { api } = await joinMember(muster, 'amy@example.com', role.id)
    const plan = await limited.api.call(createPlan, {
      body: {
        kind: 'identifiers',
        identifiers: [{ by: 'email', value: userEmail }],
        change: {
          kind: 'update',
          isDeveloper: true,
          canCreateBot: true,
        },
      },
    })
    const path = `/api/plans/${plan.id}/approval`
    expect(await statusOf(limited.api, 'POST', path, { hash: plan.hash, reason: 'Needed' })).toBe(200)
    const decision = { hash: plan.hash, decision: 'approve', comment: '' }
    expect(await statusOf(limited.api, 'POST', `${path}/decision`, decision)).toBe(403)
    expect(await statusOf(api, 'POST', `${path}/decision`, decision)).toBe(200)
    expect(await statusOf(limited.api, 'POST', `/api/plans/${plan.id}/apply`, { hash: plan.hash })).toBe(201)
    await muster.api.call(setApprovalPolicy, { body: noApprovals })
    api.close()
  })
})
