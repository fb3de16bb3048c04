/** Names of the endpoints in faults, limits and the list of calls. */
export const endpointNames = [
  'create-users',
  'update-users',
  'remove-users',
  'erase-users-data',
  'erase-status',
  'users-info',
  'all-user-roles',
  'groups',
  'roles',
  'roles-export',
  'bots',
  'user-access',
  'audit-logs',
] as const

export type EndpointName = (typeof endpointNames)[number]
