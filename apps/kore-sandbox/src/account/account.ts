import type { Access, Person } from '../people/person.ts'
import { seedAccess } from '../people/seed-access.ts'
import { createSeedPeople } from '../people/seed-people.ts'
import { userIdAt } from '../people/user-ids.ts'
import { idOf } from './catalogue.ts'
import { createOwnership, type Ownership } from './ownership.ts'

/** The account's members and their access: the seed, overlaid with the changes made by calls. */
export type Account = {
  readonly id: string
  readonly orgId: string
  readonly seed: number
  readonly ownership: Ownership
  /** Current number of members. */
  readonly total: () => number
  /** Members and former members; `isMember` distinguishes them. */
  readonly byEmail: (emailId: string) => Person | undefined
  readonly byOrgUserId: (orgUserId: string) => Person | undefined
  readonly byUserId: (userId: string) => Person | undefined
  readonly at: (index: number) => Person
  readonly seedCount: number
  readonly isMember: (index: number) => boolean
  readonly access: (index: number) => Access
  readonly setAccess: (index: number, access: Access) => void
  readonly remove: (index: number) => void
  /** Adds a member, or re-adds a former one. The caller has checked that the ids are free. */
  readonly create: (newcomer: Newcomer, access: Access) => Person
  /** Members in a fixed order, after the first `skip`. */
  readonly page: (skip: number, limit: number) => readonly Person[]
  readonly changed: () => ReadonlyMap<number, Access>
  readonly removed: () => ReadonlySet<number>
  readonly reset: () => void
}

type Newcomer = Pick<Person, 'emailId' | 'orgUserId' | 'firstName' | 'lastName'>

type Listed = {
  readonly removed: ReadonlySet<number>
  readonly count: number
  readonly at: (index: number) => Person
}

function pageOf({ removed, count, at }: Listed, skip: number, limit: number): readonly Person[] {
  let index = skip
  for (const gone of [...removed].toSorted((a, b) => a - b)) if (gone <= index) index += 1
  const found: Person[] = []
  for (; found.length < limit && index < count; index += 1) if (!removed.has(index)) found.push(at(index))
  return found
}

export function createAccount(seed: number, people: number): Account {
  const seeded = createSeedPeople(seed, people)
  const ownership = createOwnership(seeded.count)
  const changed = new Map<number, Access>()
  const removed = new Set<number>()
  /** Users created by calls; their indexes follow those of the seed. */
  const created: Person[] = []
  const at = (index: number): Person => created[index - seeded.count] ?? seeded.at(index)
  const count = (): number => seeded.count + created.length
  return {
    id: `5f0c${seed.toString(16).padStart(8, '0').slice(-8)}0a1b2c3d4e5f`,
    orgId: idOf('o', `account ${seed}`),
    seed,
    ownership,
    seedCount: seeded.count,
    total: () => count() - removed.size,
    byEmail: (emailId) => seeded.byEmail(emailId) ?? created.find((one) => one.emailId === emailId.toLowerCase()),
    byOrgUserId: (orgUserId) => seeded.byOrgUserId(orgUserId) ?? created.find((one) => one.orgUserId === orgUserId),
    byUserId: (userId) => seeded.byUserId(userId) ?? created.find((one) => one.userId === userId),
    at,
    isMember: (index) => index < count() && !removed.has(index),
    access: (index) => changed.get(index) ?? seedAccess(seed, index, ownership),
    setAccess: (index, access) => {
      changed.set(index, access)
    },
    remove: (index) => {
      removed.add(index)
      changed.delete(index)
    },
    page: (skip, limit) => pageOf({ removed, count: count(), at }, skip, limit),
    create: (newcomer, access) => {
      const former = seeded.byEmail(newcomer.emailId) ?? created.find((one) => one.emailId === newcomer.emailId)
      const index = former?.index ?? count()
      const fresh: Person = { ...newcomer, index, userId: userIdAt(seed, index), status: 'not active', lastLogin: null }
      if (former === undefined) created.push(fresh)
      removed.delete(index)
      changed.set(index, access)
      return former ?? fresh
    },
    changed: () => changed,
    removed: () => removed,
    reset: () => {
      changed.clear()
      created.length = 0
      removed.clear()
    },
  }
}
