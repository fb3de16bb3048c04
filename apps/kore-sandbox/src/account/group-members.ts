import { seedGroupPlaces } from '../users/seed-access.ts'
import type { Account } from './account.ts'
import { groups } from './catalogue.ts'

/** A group's response lists at most this many members; `userCount` is exact. */
const listedMembers = 100

/** Members of each group: their number, and the first of them. */
export type GroupMembers = (groupId: string) => { readonly count: number; readonly first: readonly number[] }

type Tally = { count: number; readonly first: number[] }

function tallySeed(account: Account): readonly Tally[] {
  const tallies = groups.map((): Tally => ({ count: 0, first: [] }))
  for (let index = 0; index < account.seedCount; index += 1) {
    for (const place of seedGroupPlaces(account.seed, index)) {
      const tally = tallies[place]
      if (tally === undefined) continue
      tally.count += 1
      if (tally.first.length < listedMembers) tally.first.push(index)
    }
  }
  return tallies
}

/** Counts the seed once, at the first query, and then only adds the changes. */
export function createGroupMembers(account: Account): GroupMembers {
  let counted: readonly Tally[] | undefined
  return (groupId) => {
    counted ??= tallySeed(account)
    const place = groups.findIndex((group) => group.id === groupId)
    const base = counted[place] ?? { count: 0, first: [] }
    const inSeed = (index: number): boolean =>
      index < account.seedCount && seedGroupPlaces(account.seed, index).includes(place)
    const gone = new Set<number>()
    const joined: number[] = []
    for (const index of account.removed()) if (inSeed(index)) gone.add(index)
    for (const [index, access] of account.changed()) {
      const isIn = access.groups.includes(groupId)
      if (isIn && !inSeed(index)) joined.push(index)
      if (!isIn && inSeed(index)) gone.add(index)
    }
    const first = [...joined, ...base.first.filter((index) => !gone.has(index))].slice(0, listedMembers)
    return { count: base.count + joined.length - gone.size, first }
  }
}
