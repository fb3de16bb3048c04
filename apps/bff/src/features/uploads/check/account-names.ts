import type { Lookups } from '@muster/core/access'
import { nameIndex } from '@muster/core/name-index'
import type { AccountNames } from '@muster/core/upload-cell'

/** The account's names as a file may write them. */
export function accountNamesOf(lookups: Lookups): AccountNames {
  const roles = [...lookups.roles.values()]
  return {
    groups: nameIndex(lookups.groups.values()),
    roles: nameIndex(roles),
    bots: nameIndex(lookups.bots.values()),
    botIds: [...lookups.bots.keys()],
    adminRoleIds: new Set(roles.filter(({ kind }) => kind === 'admin').map(({ id }) => id)),
  }
}
