import { allUserRoles } from '@muster/kore-api/all-user-roles'
import { getBots } from '@muster/kore-api/bots'
import type { KoreEndpoint } from '@muster/kore-api/endpoint'
import { eraseStatus } from '@muster/kore-api/erase-status'
import { eraseUsersData } from '@muster/kore-api/erase-users-data'
import { getGroups } from '@muster/kore-api/groups'
import { removeUsers } from '@muster/kore-api/remove-users'
import { exportRoles, getRoles } from '@muster/kore-api/roles'
import { updateUsers } from '@muster/kore-api/update-users'
import { usersInfo } from '@muster/kore-api/users-info'
import { allUserRolesEndpoint } from '../endpoints/all-user-roles.ts'
import { auditLogsEndpoint } from '../endpoints/audit-logs.ts'
import { botsEndpoint } from '../endpoints/bots.ts'
import { createUsersEndpoint } from '../endpoints/create-users.ts'
import { eraseStatusEndpoint, eraseUsersDataEndpoint } from '../endpoints/erase-users-data.ts'
import { groupsEndpoint } from '../endpoints/groups.ts'
import { removeUsersEndpoint } from '../endpoints/remove-users.ts'
import { exportRolesEndpoint, rolesEndpoint } from '../endpoints/roles.ts'
import { updateUsersEndpoint } from '../endpoints/update-users.ts'
import { userAccessEndpoint } from '../endpoints/user-access.ts'
import { usersInfoEndpoint } from '../endpoints/users-info.ts'
import type { Handler } from '../world.ts'
import type { EndpointName } from './endpoint-names.ts'

/** Kore.ai's internal ids of the scopes for the served calls. */
export const scopes = [
  'user_management:user_management',
  'role_management:role_management',
  'delete:delete_user_data',
  'logs:admin_console_audit_logs',
] as const
export type Scope = (typeof scopes)[number]

export type ServedEndpoint = {
  readonly name: EndpointName
  readonly method: KoreEndpoint['method']
  readonly path: string
  readonly scope: Scope
  readonly effect: KoreEndpoint['effect']
  readonly handle: Handler
}

const served = (name: EndpointName, endpoint: KoreEndpoint, scope: Scope, handle: Handler): ServedEndpoint => ({
  name,
  method: endpoint.method,
  path: endpoint.path.replace(/\{(\w+)\}/g, ':$1'),
  scope,
  effect: endpoint.effect,
  handle,
})
const [users, roles, erasing, logs] = scopes

export const servedEndpoints: readonly ServedEndpoint[] = [
  served('update-users', updateUsers, users, updateUsersEndpoint),
  served('remove-users', removeUsers, users, removeUsersEndpoint),
  served('users-info', usersInfo, users, usersInfoEndpoint),
  served('erase-users-data', eraseUsersData, erasing, eraseUsersDataEndpoint),
  served('erase-status', eraseStatus, erasing, eraseStatusEndpoint),
  served('all-user-roles', allUserRoles, roles, allUserRolesEndpoint),
  served('groups', getGroups, roles, groupsEndpoint),
  served('roles-export', exportRoles, roles, exportRolesEndpoint),
  served('roles', getRoles, roles, rolesEndpoint),
  served('bots', getBots, roles, botsEndpoint),
  // Calls that Muster does not make, so kore-api does not list them.
  {
    name: 'create-users',
    method: 'POST',
    path: updateUsers.path,
    scope: users,
    effect: 'change',
    handle: createUsersEndpoint,
  },
  {
    name: 'audit-logs',
    method: 'GET',
    path: '/api/public/auditlogs',
    scope: logs,
    effect: 'read',
    handle: auditLogsEndpoint,
  },
  {
    name: 'user-access',
    method: 'POST',
    path: '/api/public/useraccess',
    scope: roles,
    effect: 'change',
    handle: userAccessEndpoint,
  },
]
