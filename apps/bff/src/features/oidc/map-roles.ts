import type { MemberRole } from '@muster/core/permission'

/** How groups of the identity provider become roles. */
export interface RoleRules {
  /** In the order of the configuration. Empty: roles are set in Muster. */
  readonly pairs: readonly { readonly group: string; readonly role: MemberRole }[]
  /** Role without a matching pair; null: the sign-in is refused. */
  readonly defaultRole: MemberRole | null
  readonly isNamedOwner: (email: string) => boolean
  /** Whether this is the address of `ADMIN_EMAIL`, the way in without an identity provider. */
  readonly isAdministrator: (email: string) => boolean
}

/** The role of the first pair that matches. A pair for owners matches only addresses that the configuration names. */
export function mappedRole(
  groups: readonly string[],
  email: string | null,
  { pairs, defaultRole, isNamedOwner }: RoleRules,
): MemberRole | null {
  const found = pairs.find(
    ({ group, role }) => groups.includes(group) && (role !== 'owner' || (email !== null && isNamedOwner(email))),
  )
  return found?.role ?? defaultRole
}
