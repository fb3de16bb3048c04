import { type Membership, type Permission, permissions, type Scope } from '@muster/core/permission'
import { sql } from 'kysely'
import type { Member } from '../../../features/session/ports.ts'
import { storableJson } from '../database/storable-json.ts'

export interface MembershipRow {
  readonly role: string
  readonly role_name: string | null
  readonly granted: readonly string[] | null
  readonly scope: Omit<Scope, 'since'> | null
  readonly scope_since: Date | null
}

const roleName = sql<string | null>`(select roles.name from roles where roles.id = members.role)`
const granted = sql<readonly string[] | null>`(select roles.permissions from roles where roles.id = members.role)`

/** The columns of a member's role, for any statement on `members`. `membershipOf` reads them. */
export const membershipColumns = [
  'members.role',
  'members.scope',
  'members.scope_since',
  roleName.as('role_name'),
  granted.as('granted'),
] as const

/** The same in SQL. */
export const membershipSql = sql`members.role, members.scope, members.scope_since, ${roleName} as role_name, ${granted} as granted`

/** Whether a stored text is a permission of this version. */
export const isPermission = (text: string): text is Permission => permissions.some((one) => one === text)

/** A limit without its time counts from the beginning. */
export function membershipOf({ role, role_name, granted: custom, scope, scope_since }: MembershipRow): Membership {
  return {
    role,
    roleName: role_name,
    granted: custom?.filter(isPermission) ?? null,
    scope: scope === null ? null : { ...scope, since: scope_since?.getTime() ?? 0 },
  }
}

/** The member of a row with `membershipColumns`. */
export const signedInOf = (row: Omit<Member, keyof Membership> & MembershipRow): Member => ({
  id: row.id,
  email: row.email,
  name: row.name,
  language: row.language,
  ...membershipOf(row),
})

/** The columns of a limit set at a time. */
export const scopeColumns = (scope: Scope | null) => ({
  scope: scope === null ? null : storableJson({ groups: scope.groups, bots: scope.bots }),
  scope_since: scope === null ? null : new Date(scope.since),
})
