/** What a person signed in to Muster may do. Every route names one, or "none" spelled out. */
export const permissions = [
  'users:read',
  'users:edit',
  'users:remove',
  'users:erase',
  'users:export',
  'uploads:write',
  'plans:read',
  'plans:write',
  'jobs:read',
  'jobs:control',
  'erasures:read',
  'audit:read',
  'connection:read',
  'connection:test',
  'directory:sync',
  'kore:call',
  'hold:release',
  'changes:stop',
  'session:own',
] as const

export type Permission = (typeof permissions)[number]

export const memberRoles = ['owner', 'operator', 'viewer'] as const
/** The role of a person in Muster itself; not a Kore.ai role. */
export type MemberRole = (typeof memberRoles)[number]

const reading: readonly Permission[] = [
  'users:read',
  'plans:read',
  'jobs:read',
  'erasures:read',
  'audit:read',
  'connection:read',
  'session:own',
]
const operating: readonly Permission[] = [
  ...reading,
  'users:edit',
  'users:remove',
  'users:erase',
  'users:export',
  'uploads:write',
  'plans:write',
  'jobs:control',
  'directory:sync',
  'kore:call',
]

const granted: Readonly<Record<MemberRole, readonly Permission[]>> = {
  viewer: reading,
  operator: operating,
  owner: permissions,
}

/** All permissions of a role. */
export function permissionsOf(role: MemberRole): readonly Permission[] {
  return granted[role]
}

/** Whether a member with this role has this permission. */
export function may(role: MemberRole, permission: Permission): boolean {
  return granted[role].includes(permission)
}
