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

/** Whether this is a built-in role. Other roles are data. */
export const isBuiltIn = (role: string): role is MemberRole => memberRoles.some((one) => one === role)

/** What the role of a member is limited to. */
export interface Scope {
  /** Users of these groups; null: all users. */
  readonly groups: readonly string[] | null
  /** Roles on these bots; null: all roles. */
  readonly bots: readonly string[] | null
  /** When it was set, in milliseconds since 1970. */
  readonly since: number
}

/** What a member was given. */
export interface Membership {
  /** A built-in role, or the ID of a custom one. */
  readonly role: string
  /** The name and the permissions of a custom role; null for a built-in one. */
  readonly roleName: string | null
  readonly granted: readonly Permission[] | null
  /** Null: the role is not limited. */
  readonly scope: Scope | null
}

/** Permissions that can be limited to some users and bots. The others concern the whole account, and no limited member has them. */
const limitable: ReadonlySet<Permission> = new Set<Permission>([
  'users:read',
  'users:edit',
  'users:roles',
  'users:elevate',
  'users:remove',
  'users:export',
  'uploads:write',
  'plans:read',
  'plans:write',
  'plans:apply',
  'jobs:read',
  'jobs:control',
  'connection:read',
  'kore:call',
  'tokens:unattended',
  'session:own',
])

/** The permissions of a member. A role that does not exist grants none. */
export function permissionsOfMember({
  role,
  granted: custom,
  scope,
}: Pick<Membership, 'role' | 'granted' | 'scope'>): readonly Permission[] {
  const all = custom ?? (isBuiltIn(role) ? granted[role] : [])
  return scope === null ? all : all.filter((permission) => limitable.has(permission))
}

const overAccount = new Set<Permission>([
  'users:edit',
  'users:roles',
  'users:elevate',
  'users:remove',
  'users:erase',
  'plans:approve',
  'audit:erase',
  'hold:release',
  'changes:stop',
  'policy:manage',
])

/**
 * Whether a role is one of an owner, under whatever name: it decides who may work here, by which rules, and acts on the
 * account. Only members that the configuration names as owners have one.
 */
export const actsAsOwner = (held: readonly Permission[]): boolean =>
  held.includes('members:manage') &&
  (held.includes('roles:manage') || held.includes('policy:manage')) &&
  held.some((permission) => overAccount.has(permission))

/** What a member was granted through their role. */
export interface Granted {
  readonly permissions: readonly Permission[]
}

/** Permissions without effect unless another is held. Both compare requests with the directory, and show the users found and their number. */
const needs: Partial<Record<Permission, Permission>> = { 'plans:write': 'users:read', 'uploads:write': 'users:read' }

/** Each permission that others need, with those others. */
export const neededPermissions: ReadonlyMap<Permission, readonly Permission[]> = Map.groupBy(
  permissions.filter((permission) => needs[permission] !== undefined),
  (permission) => needs[permission] ?? permission,
)

/** What a member lacks for this permission: the permission itself, or another one without which it has no effect. */
export function lackedFor({ permissions: held }: Granted, permission: Permission): Permission | null {
  return [permission, needs[permission] ?? permission].find((one) => !held.includes(one)) ?? null
}

/** Whether a member has this permission. */
export function may(member: Granted, permission: Permission): boolean {
  return lackedFor(member, permission) === null
}

/** A permission that these make useless because another is missing. */
export function incompleteOf(chosen: readonly Permission[]): { permission: Permission; other: Permission } | null {
  for (const permission of chosen) {
    const other = lackedFor({ permissions: chosen }, permission)
    if (other !== null) return { permission, other }
  }
  return null
}

/** These permissions with the ones without which one of them has no effect. */
export function completed(chosen: readonly Permission[]): readonly Permission[] {
  return [...new Set(chosen.flatMap((permission) => [permission, needs[permission] ?? permission]))]
}

/** Whether a member has every one of these permissions. Only then may they grant or take away a role with these. */
export function covers(member: Granted, other: readonly Permission[]): boolean {
  return other.every((permission) => may(member, permission))
}
