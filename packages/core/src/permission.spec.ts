import { expect, test } from 'vitest'
import {
  completed,
  covers,
  incompleteOf,
  isBuiltIn,
  lackedFor,
  may,
  memberRoles,
  neededPermissions,
  type Permission,
  permissions,
  permissionsOf,
  permissionsOfMember,
} from './permission.ts'

const scope = { groups: ['g1'], bots: null, since: 0 }
const granting = (permission: Permission) => memberRoles.filter((role) => permissionsOf(role).includes(permission))

test.each<[Permission, readonly string[]]>([
  ['users:edit', ['owner', 'approver', 'people_manager', 'editor', 'help_desk']],
  ['users:roles', ['owner', 'approver', 'people_manager', 'editor']],
  ['users:elevate', ['owner', 'approver']],
  ['users:remove', ['owner', 'approver', 'people_manager']],
  ['users:erase', ['owner', 'approver', 'privacy_officer']],
  ['users:export', ['owner', 'people_manager', 'editor', 'auditor']],
  ['uploads:write', ['owner', 'privacy_officer', 'people_manager', 'editor', 'help_desk']],
  ['plans:write', ['owner', 'privacy_officer', 'people_manager', 'editor', 'help_desk']],
  ['plans:apply', ['owner', 'approver', 'privacy_officer', 'people_manager', 'editor', 'help_desk']],
  ['plans:approve', ['owner', 'approver']],
  ['jobs:control', ['owner', 'privacy_officer', 'people_manager', 'editor', 'help_desk']],
  ['directory:sync', ['owner', 'privacy_officer', 'people_manager', 'editor', 'help_desk']],
  ['kore:call', ['owner', 'people_manager', 'editor']],
  ['members:read', ['owner', 'auditor']],
  ['tokens:unattended', ['owner', 'privacy_officer', 'people_manager', 'editor', 'auditor']],
])('%s is granted by these roles only', (permission, roles) => {
  expect(granting(permission).toSorted()).toEqual(roles.toSorted())
})

test('every role reads, and an owner alone has what concerns Muster itself', () => {
  for (const permission of [
    'users:read',
    'plans:read',
    'jobs:read',
    'erasures:read',
    'audit:read',
    'connection:read',
    'session:own',
  ] as const)
    expect(granting(permission)).toEqual([...memberRoles])
  for (const permission of [
    'audit:erase',
    'connection:test',
    'hold:release',
    'changes:stop',
    'members:manage',
    'members:provision',
    'roles:manage',
    'policy:manage',
  ] as const)
    expect(granting(permission)).toEqual(['owner'])
  expect(new Set(permissionsOf('owner'))).toEqual(new Set(permissions))
})

test('a limited owner keeps what can be limited, and nothing of the whole account', () => {
  const member = { role: 'owner', granted: null, scope }
  expect([...permissionsOfMember(member)].toSorted()).toEqual([
    'connection:read',
    'jobs:control',
    'jobs:read',
    'kore:call',
    'plans:apply',
    'plans:read',
    'plans:write',
    'session:own',
    'tokens:unattended',
    'uploads:write',
    'users:edit',
    'users:elevate',
    'users:export',
    'users:read',
    'users:remove',
    'users:roles',
  ])
  expect(permissionsOfMember({ ...member, scope: null })).toEqual(permissions)
})

test('a custom role grants its own permissions, also under the name of a built-in one; an unknown role grants none', () => {
  expect(permissionsOfMember({ role: 'owner', granted: ['jobs:read'], scope: null })).toEqual(['jobs:read'])
  expect(permissionsOfMember({ role: 'r-1', granted: ['jobs:read', 'audit:read'], scope })).toEqual(['jobs:read'])
  expect(permissionsOfMember({ role: 'r-1', granted: null, scope: null })).toEqual([])
  expect([isBuiltIn('owner'), isBuiltIn('r-1')]).toEqual([true, false])
})

test.each(['plans:write', 'uploads:write'] as const)('%s counts only with users:read, and brings it', (permission) => {
  const without = { permissions: [permission] }
  const complete = { permissions: ['users:read', permission] as const }
  expect([lackedFor(without, permission), may(without, permission)]).toEqual(['users:read', false])
  expect([lackedFor(complete, permission), may(complete, permission)]).toEqual([null, true])
  expect(lackedFor({ permissions: ['users:read'] }, permission)).toBe(permission)
  expect(incompleteOf(['jobs:read', permission])).toEqual({ permission, other: 'users:read' })
  expect(incompleteOf(complete.permissions)).toBeNull()
  expect(completed(['jobs:read', permission])).toEqual(['jobs:read', permission, 'users:read'])
  expect(completed(complete.permissions)).toEqual(['users:read', permission])
})

test('neededPermissions lists every permission that counts only with another one', () => {
  const dependents = [...neededPermissions.values()].flat()
  expect(dependents.toSorted()).toEqual(
    permissions.filter((permission) => !may({ permissions: [permission] }, permission)).toSorted(),
  )
})

test('covers requires every permission, and what each one needs', () => {
  expect(covers({ permissions: ['jobs:read', 'users:edit'] }, ['jobs:read', 'users:edit'])).toBe(true)
  expect(covers({ permissions: ['jobs:read'] }, ['jobs:read', 'users:edit'])).toBe(false)
  expect(covers({ permissions: ['plans:write'] }, ['plans:write'])).toBe(false)
  expect(covers({ permissions: [] }, [])).toBe(true)
})
