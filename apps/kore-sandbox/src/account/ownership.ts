import { wellKnown, wellKnownPeople } from '../people/well-known.ts'
import { bots } from './catalogue.ts'

const indexOf = (emailId: string): number => wellKnownPeople.findIndex((one) => one.emailId === emailId)

/** Index of the account's owner. */
export const accountOwner = indexOf(wellKnown.owner)

/** Owners and co-developers of each bot, by index of the user. */
export type Ownership = {
  readonly ownerOf: (botIndex: number) => number
  readonly ownedBots: (person: number) => readonly number[]
  readonly developedBots: (person: number) => readonly number[]
}

function inverse(holders: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>()
  holders.forEach((person, bot) => found.set(person, [...(found.get(person) ?? []), bot]))
  return found
}

/** The first two bots belong to well-known users, the others to the first ordinary ones, or to the owner if there are none. */
export function createOwnership(people: number): Ownership {
  const first = wellKnownPeople.length
  const ordinary = Math.min(people - first, 200)
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
    ownedBots: (person) => owned.get(person) ?? [],
    developedBots: (person) => developed.get(person) ?? [],
  }
}
