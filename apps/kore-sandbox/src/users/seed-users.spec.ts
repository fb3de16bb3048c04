import { fc } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { createAccount } from '../account/account.ts'
import { groups } from '../account/catalogue.ts'
import { createGroupMembers } from '../account/group-members.ts'
import { createSeedUsers } from './seed-users.ts'
import { wellKnownUsers } from './well-known.ts'

const million = 1_000_000

function someEmails(seed: number): readonly string[] {
  const users = createSeedUsers(seed, 500)
  return Array.from({ length: 200 }, (_, n) => users.at(n + 100).emailId)
}

describe('users from a seed', () => {
  it('finds each user by each of their ids', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(million - 1), (seed, index) => {
        const users = createSeedUsers(seed, million)
        const user = users.at(index)
        expect(users.byEmail(user.emailId)).toEqual(user)
        expect(users.byEmail(user.emailId.toUpperCase())).toEqual(user)
        expect(users.byUserId(user.userId)).toEqual(user)
        expect(users.byOrgUserId(user.orgUserId ?? 'none')).toEqual(user.orgUserId === null ? undefined : user)
        expect(user.userId).toMatch(/^u-[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/)
      }),
    )
  })

  it('finds no user by an unknown text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const users = createSeedUsers(1, 2000)
        for (const found of [users.byEmail(`~${text}`), users.byOrgUserId(text), users.byUserId(text)]) {
          expect(found).toBeUndefined()
        }
      }),
    )
  })

  it('the same seed gives the same users, another seed others', () => {
    expect(someEmails(7)).toEqual(someEmails(7))
    expect(someEmails(7)).not.toEqual(someEmails(8))
  })

  it('each email and id is unique', () => {
    const seeded = createSeedUsers(3, 20_000)
    const users = Array.from({ length: 20_000 }, (_, index) => seeded.at(index))
    expect(new Set(users.map((one) => one.emailId)).size).toBe(users.length)
    expect(new Set(users.map((one) => one.userId)).size).toBe(users.length)
  })

  it('writes names in many scripts', () => {
    const users = createSeedUsers(1, 5000)
    const all = Array.from({ length: 5000 }, (_, index) => users.at(index))
    const names = all.map((one) => `${one.firstName} ${one.lastName}`).join('\n')
    const expected = ['Cyrillic', 'Arabic', 'Han', 'Hangul', 'Devanagari', 'Greek', 'Hebrew', 'Thai', 'Hiragana']
    for (const script of expected) expect(names).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'))
    expect(names).toMatch(/[éñüß]/)
    const emails = all.map((one) => one.emailId).join('\n')
    for (const rare of [/\+kore@/, /o'brien/, /@bücher/]) expect(emails).toMatch(rare)
  })
})

it('a million users need no time to create and no memory', () => {
  const heap = process.memoryUsage().heapUsed
  const started = performance.now()
  const account = createAccount(1, million)
  const last = account.page(million - 5, 100)
  expect(last).toHaveLength(5)
  expect(account.byEmail(last[4]?.emailId ?? '')?.index).toBe(million - 1)
  expect(performance.now() - started).toBeLessThan(500)
  const members = createGroupMembers(account)
  const counts = groups.map((group) => members(group.id).count)
  expect(Math.min(...counts)).toBeGreaterThan(1000)
  expect(performance.now() - started).toBeLessThan(5000)
  expect(process.memoryUsage().heapUsed - heap).toBeLessThan(64 * 1024 * 1024)
})

it('pages skip removed users and stay complete', () => {
  const account = createAccount(1, 300)
  const before = account.page(0, 1000).map((one) => one.index)
  expect(before).toHaveLength(300)
  for (const gone of [0, 5, 6, 150, 299]) account.remove(gone)
  const pages = [0, 100, 200].flatMap((skip) => account.page(skip, 100).map((one) => one.index))
  expect(pages).toEqual(before.filter((index) => account.isMember(index)))
  expect(account.total()).toBe(295)
})

it('the well-known users always exist', () => {
  const users = createSeedUsers(99, 1)
  expect(users.count).toBe(wellKnownUsers.length)
  for (const one of wellKnownUsers) expect(users.byEmail(one.emailId)?.firstName).toBe(one.firstName)
})
