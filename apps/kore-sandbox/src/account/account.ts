import { seedAccess } from '../users/seed-access.ts'
import { createSeedUsers } from '../users/seed-users.ts'
import type { Access, User } from '../users/user.ts'
import { userIdAt } from '../users/user-ids.ts'
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
  readonly byEmail: (emailId: string) => User | undefined
  readonly byOrgUserId: (orgUserId: string) => User | undefined
  readonly byUserId: (userId: string) => User | undefined
  readonly at: (index: number) => User
  readonly seedCount: number
  readonly isMember: (index: number) => boolean
  readonly access: (index: number) => Access
  readonly setAccess: (index: number, access: Access) => void
  readonly remove: (index: number) => void
  /** Adds a member, or re-adds a former one. The caller has checked that the ids are free. */
  readonly create: (newUser: NewUser, access: Access) => User
  /** Members in a fixed order, after the first `skip`. */
  readonly page: (skip: number, limit: number) => readonly User[]
  readonly changed: () => ReadonlyMap<number, Access>
  readonly removed: () => ReadonlySet<number>
  readonly reset: () => void
}

type NewUser = Pick<User, 'emailId' | 'orgUserId' | 'firstName' | 'lastName'>

type Listed = {
  readonly removed: ReadonlySet<number>
  readonly count: number
  readonly at: (index: number) => User
}

function pageOf({ removed, count, at }: Listed, skip: number, limit: number): readonly User[] {
  let index = skip
  for (const gone of [...removed].toSorted((a, b) => a - b)) if (gone <= index) index += 1
  const found: User[] = []
  for (; found.length < limit && index < count; index += 1) if (!removed.has(index)) found.push(at(index))
  return found
}

/** The users of the seed, followed by those that calls created. */
function createUserList(seed: number, seeded: ReturnType<typeof createSeedUsers>) {
  const created: User[] = []
  const count = (): number => seeded.count + created.length
  return {
    count,
    at: (index: number): User => created[index - seeded.count] ?? seeded.at(index),
    byEmail: (emailId: string) =>
      seeded.byEmail(emailId) ?? created.find((one) => one.emailId === emailId.toLowerCase()),
    byOrgUserId: (orgUserId: string) =>
      seeded.byOrgUserId(orgUserId) ?? created.find((one) => one.orgUserId === orgUserId),
    byUserId: (userId: string) => seeded.byUserId(userId) ?? created.find((one) => one.userId === userId),
    /** Adds a user, or returns the one who had this address before. */
    add: (newUser: NewUser): User => {
      const former = seeded.byEmail(newUser.emailId) ?? created.find((one) => one.emailId === newUser.emailId)
      if (former !== undefined) return former
      const index = count()
      const fresh: User = { ...newUser, index, userId: userIdAt(seed, index), status: 'not active', lastLogin: null }
      created.push(fresh)
      return fresh
    },
    clear: () => {
      created.length = 0
    },
  }
}

/** What calls changed: the access of members, and who is none any more. */
function createOverlay() {
  const changed = new Map<number, Access>()
  const removed = new Set<number>()
  return {
    changed: () => changed,
    removed: () => removed,
    setAccess: (index: number, access: Access) => {
      changed.set(index, access)
    },
    remove: (index: number) => {
      removed.add(index)
      changed.delete(index)
    },
    readd: (index: number, access: Access) => {
      removed.delete(index)
      changed.set(index, access)
    },
    clear: () => {
      changed.clear()
      removed.clear()
    },
  }
}

export function createAccount(seed: number, users: number): Account {
  const seeded = createSeedUsers(seed, users)
  const ownership = createOwnership(seeded.count)
  const { readd, clear, changed, removed, ...overlay } = createOverlay()
  const { count, add, clear: clearCreated, ...list } = createUserList(seed, seeded)
  return {
    id: `5f0c${seed.toString(16).padStart(8, '0').slice(-8)}0a1b2c3d4e5f`,
    orgId: idOf('o', `account ${seed}`),
    seed,
    ownership,
    seedCount: seeded.count,
    total: () => count() - removed().size,
    ...list,
    ...overlay,
    changed,
    removed,
    isMember: (index) => index < count() && !removed().has(index),
    access: (index) => changed().get(index) ?? seedAccess(seed, index, ownership),
    page: (skip, limit) => pageOf({ removed: removed(), count: count(), at: list.at }, skip, limit),
    create: (newUser, access) => {
      const user = add(newUser)
      readd(user.index, access)
      return user
    },
    reset: () => {
      clear()
      clearCreated()
    },
  }
}
