import type { PlanNote } from '../plan/plan.ts'
import type { Lookups } from './access.ts'
import { listInWords } from './access-names.ts'
import type { User } from './user.ts'

const ownerRole = /^(?:bot|app) owner$/iu

/**
 * What a removal should know of bots. Kore.ai refuses to remove the owner of a bot. It lists who created a bot, and the
 * ownership may have moved since: a creator with the owner role is blocked, a creator without it gets a warning.
 */
export function botOwnership(
  user: User,
  lookups: Lookups,
): { readonly blockers: readonly PlanNote[]; readonly warnings: readonly PlanNote[] } {
  const created = [...lookups.bots.values()].filter((bot) => bot.createdBy === user.id)
  const ownedIds = new Set(
    user.roles.flatMap(({ roleId, botId }) => (ownerRole.test(lookups.roles.get(roleId)?.name ?? '') ? [botId] : [])),
  )
  const owned = created.filter((bot) => ownedIds.has(bot.id))
  const note = (bots: typeof created, certain: boolean): readonly PlanNote[] => {
    if (bots.length === 0) return []
    const bot = listInWords(bots.slice(0, 3).map(({ name }) => `"${name}"`))
    const more = bots.length > 3 ? ` and ${bots.length - 3} more` : ''
    return [{ code: 'owns_bot', details: { bots: `${bot}${more}`, ...(certain ? {} : { certain: 'no' }) } }]
  }
  return { blockers: note(owned, true), warnings: owned.length > 0 ? [] : note(created, false) }
}
