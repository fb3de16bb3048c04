import { adminRoles, botRoles, bots, groups } from '../account/catalogue.ts'
import type { Ownership } from '../account/ownership.ts'
import { hashOf } from './hash.ts'
import { type Access, type BotGrant, noAccess } from './user.ts'
import { type Part, wellKnownUsers } from './well-known.ts'

const idAt = (items: readonly { readonly id: string }[], place: number): string => items[place % items.length]?.id ?? ''

function grant(role: number, bot: number): BotGrant {
  return { roleId: idAt(botRoles, role), botId: idAt(bots, bot) }
}

/** Positions of a seed user's groups: cheap, because a count over all users uses it. */
export function seedGroupPlaces(seed: number, index: number): readonly number[] {
  const part = wellKnownUsers[index]?.part
  if (part !== undefined) return part === 'group-member' ? [7] : part === 'sentinel' ? [] : [4]
  const hash = hashOf(seed, index, 20)
  const first = (hash >>> 4) % groups.length
  // The lower half of the list is more frequent, as in a real account.
  const second = (hash >>> 12) % Math.ceil(groups.length / 2)
  if (hash % 10 < 2) return []
  return hash % 10 < 6 || first === second ? [first] : [first, second]
}

function partAccess(part: Part): Partial<Access> {
  const everything = { canCreateBot: true, isDeveloper: true }
  switch (part) {
    case 'account-owner':
      return { ...everything, adminRoles: [idAt(adminRoles, 0)] }
    case 'admin':
      return { ...everything, adminRoles: [idAt(adminRoles, 1)] }
    case 'bot-owner':
    case 'co-developer':
      return everything
    case 'member':
      return { isDeveloper: true, botRoles: [grant(2, 1)] }
    case 'group-member':
    case 'sentinel':
    default:
      return {}
  }
}

function ordinaryAccess(seed: number, index: number): Partial<Access> {
  const hash = hashOf(seed, index, 21)
  const isDeveloper = hash % 100 < 40
  const held: BotGrant[] = []
  // Owner and developer roles come from ownership, so random roles start at the tester.
  const rare = (hash >>> 7) % 10
  if (rare < 5) held.push(grant(2 + ((hash >>> 11) % 10), hash >>> 15))
  if (rare < 2) held.push(grant(2 + ((hash >>> 17) % 10), (hash >>> 15) + 1))
  return {
    isDeveloper,
    canCreateBot: isDeveloper && (hash >>> 3) % 3 === 0,
    botRoles: held,
    adminRoles: hashOf(seed, index, 22) % 100 === 0 ? [idAt(adminRoles, 2 + (hash % 4))] : [],
    taskBots: rare === 0 ? held.map((one) => one.botId) : [],
  }
}

/** The initial access of a seed user. */
export function seedAccess(seed: number, index: number, ownership: Ownership): Access {
  const part = wellKnownUsers[index]?.part
  const own = part === undefined ? ordinaryAccess(seed, index) : partAccess(part)
  const owned = ownership.ownedBots(index).map((bot) => grant(0, bot))
  const developed = ownership.developedBots(index).map((bot) => grant(1, bot))
  const mustDevelop = owned.length + developed.length > 0
  return {
    ...noAccess,
    ...own,
    isDeveloper: mustDevelop || (own.isDeveloper ?? false),
    botRoles: [...owned, ...developed, ...(own.botRoles ?? [])],
    groups: seedGroupPlaces(seed, index).map((place) => idAt(groups, place)),
  }
}
