import type { EraseScope, RoleOnBot } from '../change/change.ts'
import type { Lookups } from './access.ts'

/** Names of ids, in English. An id that the account does not have is its own name. */
export interface LookupNames {
  readonly group: (id: string) => string
  readonly bot: (id: string) => string
  /** "Tester on Billing"; an admin role is its bare name. */
  readonly role: (role: RoleOnBot) => string
}

export function lookupNames(lookups: Lookups): LookupNames {
  const bot = (id: string): string => lookups.bots.get(id)?.name ?? id
  return {
    group: (id) => lookups.groups.get(id)?.name ?? id,
    bot,
    role: ({ roleId, botId }) => {
      const name = lookups.roles.get(roleId)?.name ?? roleId
      return botId === null ? name : `${name} on ${bot(botId)}`
    },
  }
}

/** Facts about a role for a note: names for the sentence, ids for the fix. */
export function roleDetails(role: RoleOnBot, lookups: Lookups): Record<string, string> {
  const details: Record<string, string> = {
    role: lookups.roles.get(role.roleId)?.name ?? role.roleId,
    roleId: role.roleId,
  }
  if (role.botId === null) return details
  return { ...details, bot: lookups.bots.get(role.botId)?.name ?? role.botId, botId: role.botId }
}

/** Facts about a group for a note. */
export function groupDetails(groupId: string, lookups: Lookups): Record<string, string> {
  return { group: lookups.groups.get(groupId)?.name ?? groupId, groupId }
}

/** Facts about the scope of an erasure for a note. */
export function scopeDetails(scope: EraseScope, lookups: Lookups): Record<string, string> {
  if (scope.kind === 'all_bots') return { scope: 'all_bots' }
  return { scope: 'bots', bots: scope.botIds.map((id) => lookups.bots.get(id)?.name ?? id).join(', ') }
}
