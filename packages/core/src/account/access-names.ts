import type { EraseScope, RoleOnBot } from '../change/change.ts'
import type { Lookups } from './access.ts'

/** What is shown for an id. An id the account does not (or no longer) have stands for itself. */
export interface AccessNames {
  readonly group: (id: string) => string
  readonly bot: (id: string) => string
  /** "Tester on Billing"; an admin role is its bare name. */
  readonly role: (role: RoleOnBot) => string
}

export function accessNames(lookups: Lookups): AccessNames {
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

/** "a, b and c". */
export function listInWords(words: readonly string[]): string {
  const last = words.at(-1)
  if (last === undefined) return ''
  return words.length === 1 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}

/** Where an erasure reaches, in words: "from all bots", "from Billing and Claims". */
export function scopeInWords(scope: EraseScope, names: AccessNames): string {
  return scope.kind === 'all_bots' ? 'from all bots' : `from ${listInWords(scope.botIds.map(names.bot))}`
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
