import type { UserEntry } from '@muster/contracts/users'
import { isAssignable } from '@muster/core/account/access'
import type { AccessLists } from '../../lib/access.ts'
import { type EditValues, ownRoles, type Pair } from './form-values.ts'

export interface CopiedAccess {
  /** What the form starts with. */
  readonly preset: Partial<EditValues>
  /** Roles that are not copied: of the whole account, which grant elevated access, and those that cannot be assigned. */
  readonly excluded: readonly Pair[]
}

/** The access of a user as a change for others, who keep what they have. Roles through groups come with their groups. */
export function copiedAccess(user: UserEntry, roles: AccessLists['roles']): CopiedAccess {
  const assignable = new Set(roles.filter(isAssignable).map(({ id }) => id))
  const own = ownRoles(user)
  const isCopied = ({ roleId, botId }: Pair): boolean => botId !== null && assignable.has(roleId)
  return {
    preset: {
      addGroups: [...user.groups],
      addRoles: own.filter(isCopied),
      isDeveloper: user.isDeveloper ? 'yes' : 'leave',
      canCreateBot: user.canCreateBot ? 'yes' : 'leave',
    },
    excluded: own.filter((pair) => !isCopied(pair)),
  }
}
