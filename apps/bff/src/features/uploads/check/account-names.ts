import { isAssignable, type Lookups } from '@muster/core/account/access'
import { nameIndex } from '@muster/core/account/name-index'
import type { AccountNames } from '@muster/core/upload/account-names'
import type { KnownNames } from '@muster/core/upload/upload-shape'

/** The account's names in the forms that a file may contain. */
export function accountNamesOf(lookups: Lookups): AccountNames {
  const roles = [...lookups.roles.values()]
  return {
    groups: nameIndex(lookups.groups.values()),
    roles: nameIndex(
      roles.map((role) => ({ ...role, isNeverMeant: !isAssignable(role), isElevated: role.kind === 'admin' })),
    ),
    bots: nameIndex(lookups.bots.values()),
    botIds: [...lookups.bots.keys()],
    adminRoleIds: new Set(roles.filter(({ kind }) => kind === 'admin').map(({ id }) => id)),
  }
}

/** The names that may fill a column. */
export const knownNamesOf = ({ groups, roles }: AccountNames): KnownNames => ({
  group: (text) => groups.knows(text),
  role: (text) => roles.knows(text),
})
