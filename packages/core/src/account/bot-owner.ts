import type { PlanNote } from '../plan/plan.ts'
import type { Lookups } from './access.ts'
import type { User } from './user.ts'

/** Further bots are counted. */
const namesShown = 3
const ownerRole = /^(?:bot|app) owner$/iu

/**
 * Blockers and warnings of a removal about bots. Kore.ai refuses to remove the owner of a bot. It lists creators, and the
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
    const named = bots.slice(0, namesShown).map(({ name }) => `"${name}"`)
    const more: Record<string, string> = bots.length > namesShown ? { more: String(bots.length - namesShown) } : {}
    return [{ code: 'owns_bot', details: { bots: named.join(', '), ...more, ...(certain ? {} : { certain: 'no' }) } }]
  }
  return { blockers: note(owned, true), warnings: owned.length > 0 ? [] : note(created, false) }
}
