/** What a member of Muster may do. Every route names one, or "none" spelled out. */
export const permissions = [
  'users:read',
  /** Flags and groups. */
  'users:edit',
  /** Roles on bots. */
  'users:roles',
  /** Admin roles. */
  'users:elevate',
  'users:remove',
  'users:erase',
  'users:export',
  'uploads:write',
  'plans:read',
  'plans:write',
  'plans:apply',
  'plans:approve',
  'jobs:read',
  'jobs:control',
  'erasures:read',
  'audit:read',
  'audit:erase',
  'connection:read',
  'connection:test',
  'directory:sync',
  'kore:call',
  'hold:release',
  'changes:stop',
  'members:read',
  'members:manage',
  /** By SCIM. */
  'members:provision',
  'roles:manage',
  'policy:manage',
  /** For tokens: acts that need a fresh proof of a member, which a token cannot give. */
  'tokens:unattended',
  'session:own',
] as const

export type Permission = (typeof permissions)[number]

export const memberRoles = [
  'owner',
  'approver',
  'privacy_officer',
  'people_manager',
  'editor',
  'help_desk',
  'auditor',
  'viewer',
] as const
/** A built-in role of a member of Muster; not a Kore.ai role. */
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
/** Builds plans, requests approval, and applies what is allowed or approved. */
const planning: readonly Permission[] = [
  ...reading,
  'uploads:write',
  'plans:write',
  'plans:apply',
  'jobs:control',
  'directory:sync',
]
const editing: readonly Permission[] = [
  ...planning,
  'users:edit',
  'users:roles',
  'users:export',
  'kore:call',
  'tokens:unattended',
]

const granted: Readonly<Record<MemberRole, readonly Permission[]>> = {
  viewer: reading,
  auditor: [...reading, 'users:export', 'members:read', 'tokens:unattended'],
  help_desk: [...planning, 'users:edit'],
  editor: editing,
  people_manager: [...editing, 'users:remove'],
  privacy_officer: [...planning, 'users:erase', 'tokens:unattended'],
  // Holds the rights of the plans that it approves, but builds no plan.
  approver: [
    ...reading,
    'plans:apply',
    'plans:approve',
    'users:edit',
    'users:roles',
    'users:elevate',
    'users:remove',
    'users:erase',
  ],
  owner: permissions,
}

/** All permissions of a built-in role. */
export function permissionsOf(role: MemberRole): readonly Permission[] {
  return granted[role]
}

/** What a member was granted through their role. */
export interface Granted {
  readonly permissions: readonly Permission[]
}

/** Whether a member has this permission. */
export function may(member: Granted, permission: Permission): boolean {
  return member.permissions.includes(permission)
}

/** Whether a member has every one of these permissions. Only then may they grant or take away a role with these. */
export function covers(member: Granted, other: readonly Permission[]): boolean {
  return other.every((permission) => may(member, permission))
}
