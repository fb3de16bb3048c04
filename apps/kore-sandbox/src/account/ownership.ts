import { wellKnown, wellKnownUsers } from '../users/well-known.ts'
import { bots } from './catalogue.ts'

const indexOf = (emailId: string): number => wellKnownUsers.findIndex((one) => one.emailId === emailId)

/** Index of the account's owner. */
export const accountOwner = indexOf(wellKnown.owner)

/** Owners and co-developers of each bot, by index of the user. */
export type Ownership = {
  readonly ownerOf: (botIndex: number) => number
  readonly ownedBots: (user: number) => readonly number[]
  readonly developedBots: (user: number) => readonly number[]
}

function inverse(holders: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>()
  holders.forEach((user, bot) => found.set(user, [...(found.get(user) ?? []), bot]))
  return found
}

/** The first two bots belong to well-known users, the others to the first ordinary ones, or to the owner if there are none. */
export function createOwnership(users: number): Ownership {
  const first = wellKnownUsers.length
  const ordinary = Math.min(users - first, 200)
  const nth = (place: number): number => (ordinary > 0 ? first + ((place * 7) % ordinary) : accountOwner)
  const owners = bots.map(({ index }) => {
    if (index === 0) return indexOf(wellKnown.documentedRemoval)
    return index === 1 ? indexOf(wellKnown.botOwner) : nth(index)
  })
  const developers = bots.map(({ index }) => (index === 1 ? indexOf(wellKnown.coDeveloper) : nth(index + 60)))
  const owned = inverse(owners)
  const developed = inverse(developers)
  return {
    ownerOf: (bot) => owners[bot] ?? accountOwner,
    ownedBots: (user) => owned.get(user) ?? [],
    developedBots: (user) => developed.get(user) ?? [],
  }
}
