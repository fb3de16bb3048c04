import type { MemberRole } from '@muster/core/permission'
import type { CustomRole } from './ports.ts'

/** The role that a group gives: a built-in one, or a custom one by its name. */
export type GivenRole = { readonly builtIn: MemberRole } | { readonly custom: string }

/** How groups of the identity provider become roles. */
export interface RoleRules {
  /** In the order of the configuration. Empty: roles are set in Muster. */
  readonly pairs: readonly { readonly group: string; readonly role: GivenRole }[]
  /** Role without a matching pair; null: the sign-in is refused. */
  readonly defaultRole: MemberRole | null
  readonly isNamedOwner: (email: string) => boolean
  /** Whether this is the address of `ADMIN_EMAIL`, the way in without an identity provider. */
  readonly isAdministrator: (email: string) => boolean
}

/** A role as a member has it. */
export interface MappedRole {
  /** A built-in role, or the ID of a custom one. */
  readonly role: string
  /** The name of a custom role; null for a built-in one. */
  readonly roleName: string | null
}

const builtIn = (role: MemberRole): MappedRole => ({ role, roleName: null })

/**
 * The role of the first pair that matches; null refuses the sign-in. A pair for owners, also by a custom role, matches only
 * who may be one. A pair
 * whose custom role is gone refuses, because the next pair may give more.
 */
export function mappedRole(
  groups: readonly string[],
  mayOwn: boolean,
  { rules, customRoles }: { readonly rules: RoleRules; readonly customRoles: readonly CustomRole[] },
): MappedRole | null {
  for (const { group, role } of rules.pairs) {
    if (!groups.includes(group)) continue
    if ('custom' in role) {
      const found = customRoles.find(({ name }) => name.toLowerCase() === role.custom.toLowerCase())
      if (found === undefined) return null
      if (!found.isOwner || mayOwn) return { role: found.id, roleName: found.name }
    } else if (role.builtIn !== 'owner' || mayOwn) return builtIn(role.builtIn)
  }
  return rules.defaultRole === null ? null : builtIn(rules.defaultRole)
}
