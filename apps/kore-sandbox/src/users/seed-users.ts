import { hashOf, pick } from './hash.ts'
import { domains, internationalDomains, scripts } from './names.ts'
import type { User, UserStatus } from './user.ts'
import { indexInUserId, userIdAt } from './user-ids.ts'
import { type WellKnownUser, wellKnownUsers } from './well-known.ts'

/** Users derived from a seed: nothing is stored, each is computed on request. */
export type SeedUsers = {
  readonly count: number
  readonly at: (index: number) => User
  readonly byEmail: (emailId: string) => User | undefined
  readonly byOrgUserId: (orgUserId: string) => User | undefined
  readonly byUserId: (userId: string) => User | undefined
}

const yearStart = Date.UTC(2026, 0, 1)
const firstOrgNumber = 100_000

function statusOf(hash: number): UserStatus {
  const percent = hash % 100
  if (percent < 85) return 'active'
  return percent < 95 ? 'not active' : percent < 98 ? 'suspended' : 'locked'
}

function emailOf(seed: number, index: number, first: string, last: string): string {
  const rare = hashOf(seed, index, 5) % 100
  const domain = rare < 2 ? pick(internationalDomains, hashOf(seed, index, 6)) : pick(domains, hashOf(seed, index, 7))
  const tag = rare > 96 ? '+kore' : ''
  return `${first}.${last}${index}${tag}@${domain}`
}

function ordinary(seed: number, index: number): User {
  const kind = hashOf(seed, index, 1)
  const names = kind % 100 < 45 ? scripts[0] : pick(scripts, kind >>> 8)
  const first = names.first[hashOf(seed, index, 2) % names.first.length]
  const last = names.last[hashOf(seed, index, 3) % names.last.length]
  const status = statusOf(hashOf(seed, index, 4))
  const minute = 60_000 * (hashOf(seed, index, 8) % 400_000)
  return {
    index,
    emailId: emailOf(seed, index, first?.ascii ?? 'x', last?.ascii ?? 'y'),
    userId: userIdAt(seed, index),
    orgUserId: hashOf(seed, index, 9) % 10 === 0 ? null : `E${firstOrgNumber + index}`,
    firstName: first?.written ?? '',
    lastName: last?.written ?? '',
    status,
    lastLogin: status === 'not active' ? null : new Date(yearStart + minute).toISOString(),
  }
}

function known(seed: number, index: number, one: WellKnownUser): User {
  const status = one.status ?? 'active'
  return {
    index,
    emailId: one.emailId,
    userId: one.userId ?? userIdAt(seed, index),
    orgUserId: one.orgUserId ?? null,
    firstName: one.firstName,
    lastName: one.lastName,
    status,
    lastLogin: status === 'active' ? new Date(yearStart + index * 60_000).toISOString() : null,
  }
}

/** `count` users, always starting with the well-known ones. */
export function createSeedUsers(seed: number, minimum: number): SeedUsers {
  const special = wellKnownUsers.map((one, index) => known(seed, index, one))
  const count = Math.max(minimum, special.length)
  const at = (index: number): User => special[index] ?? ordinary(seed, index)
  const check = (index: number | undefined, holds: (user: User) => boolean): User | undefined => {
    if (index === undefined || !Number.isInteger(index) || index < special.length || index >= count) return undefined
    const user = at(index)
    return holds(user) ? user : undefined
  }
  return {
    count,
    at,
    byEmail: (emailId) => {
      const requested = emailId.toLowerCase()
      const number = /(\d{1,8})(?:\+kore)?@/.exec(requested)?.[1]
      return (
        special.find((one) => one.emailId === requested) ??
        check(number === undefined ? undefined : Number(number), (user) => user.emailId === requested)
      )
    },
    byOrgUserId: (orgUserId) => {
      const number = /^E(\d{6,9})$/.exec(orgUserId)?.[1]
      return (
        special.find((one) => one.orgUserId === orgUserId) ??
        check(number === undefined ? undefined : Number(number) - firstOrgNumber, (one) => one.orgUserId === orgUserId)
      )
    },
    byUserId: (userId) =>
      special.find((one) => one.userId === userId) ??
      check(indexInUserId(seed, userId), (user) => user.userId === userId),
  }
}
