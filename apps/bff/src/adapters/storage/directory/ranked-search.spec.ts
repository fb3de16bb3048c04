import { type UserFilter, type UserSort, userSorts } from '@muster/contracts/users'
import type { User } from '@muster/core/account/user'
import { comparableAddress } from '@muster/core/identifier/address'
import { aUser } from '@muster/core/testing/account'
import { array as arrayOf, assert, asyncProperty, constantFrom, integer, record } from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { searchPatterns, searchText, userSearchText } from './search-text.ts'
import { createSqlUserDirectory } from './users-store.ts'

const names = [
  'Ana',
  'Ana Maria',
  'Anna',
  'anna',
  'Annabel',
  'Zoë',
  'Zoe',
  'José',
  "O'Hara",
  'Smith',
  'Smith-Jones',
  'Müller',
  'Ana Smith',
  'İpek',
  'Işık',
  'ışık',
  'محمد',
  'محمّد علي',
  '李',
  '李小龙',
  '小龙',
  'A',
  'a b',
  '',
  ' Ana',
  'Ana  Maria',
  'ÅSA',
  'ß',
]
const statuses = ['active', 'suspended', 'locked'] as const
/** Made of so few parts that every kind of match, and of tie, occurs. */
const generated = record({
  firstName: constantFrom(...names),
  lastName: constantFrom(...names),
  local: constantFrom('ana', 'anna.smith', 'zoe', 'smith.ana', 'a', 'jose', 'josé', 'x_ana'),
  orgUserId: constantFrom(null, 'ANA', 'ana-7', 'ORG_1', 'org 1', '7', 'A'),
  status: constantFrom(...statuses),
  group: constantFrom('e-1', 'e-2'),
})
const terms = [
  'a',
  'A',
  'an',
  'ana',
  'ANA',
  'anna',
  'zoë',
  'smi',
  'mith',
  'o',
  "o'h",
  '李',
  '小',
  'مح',
  'محمد',
  'ip',
  'işık',
  'ISIK',
  'ß',
  'ss',
  'ana maria',
  'maria ana',
  'ana smith',
  'smith ana',
  'smith a',
  'an smi',
  'ana maria smith',
  'smith ana maria',
  'a b',
  '李 小',
  'anna.smith',
  'ana@',
  '@example.com',
  'org',
  'org_1',
  '7',
  'example',
  'u-1',
  'none',
  'Ana <anna.smith@example.com>',
  'ana@example.com ben@example.com',
]
const filters: readonly UserFilter[] = [{}, { group: 'e-1' }, { status: 'locked' }, { status: 'active', group: 'e-2' }]

/** A user as the reference sorts them, with the words of what is searched. */
interface Entry {
  readonly user: User
  readonly readAt: number
  readonly first: string
  readonly last: string
  readonly email: string
}

const compare = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** 0: a whole word of a name, 1: the start of one, 2: the start of an address or an ID, 3: anything else. */
function kindOf({ first, last, email, user }: Entry, q: string): number {
  const words = searchText(q).split(' ')
  const phrase = words.join(' ')
  const pairs = words.slice(1).flatMap((_, at) => {
    const [head, tail] = [words.slice(0, at + 1).join(' '), words.slice(at + 1).join(' ')]
    return [...(first === head ? [[last, tail] as const] : []), ...(last === head ? [[first, tail] as const] : [])]
  })
  const starts = [[first, phrase] as const, [last, phrase] as const, ...pairs]
  if (q.includes(' ') && q.includes('@')) return q.includes('<') && email.startsWith('anna.smith@example.com') ? 2 : 3
  if (starts.some(([name, start]) => `${name} `.startsWith(`${start} `))) return 0
  if (starts.some(([name, start]) => name.startsWith(start))) return 1
  const isId = words.length === 1 || !q.includes(' ')
  const org = user.orgUserId?.toLowerCase() ?? null
  return isId && (email.startsWith(comparableAddress(q)) || org?.startsWith(q.toLowerCase()) === true) ? 2 : 3
}

function isMatch(user: User, { q = '', group, status }: UserFilter): boolean {
  const text = userSearchText(user)
  const parts = searchPatterns(q).map((patterns) => patterns.map((pattern) => pattern.slice(1, -1)))
  const isFound = q === '' || parts.some((patterns) => patterns.every((part) => text.includes(part)))
  return (
    isFound && (group === undefined || user.groups.includes(group)) && (status === undefined || user.status === status)
  )
}

function inOrder(entries: readonly Entry[], sort: Exclude<UserSort, 'relevance'>): readonly string[] {
  const keys = ({ user, first, last, readAt }: Entry) => {
    if (sort.endsWith('name')) return [first, last]
    if (sort.endsWith('status')) return [user.status]
    return sort.endsWith('synced') ? [String(readAt)] : []
  }
  const all = (entry: Entry) => [...keys(entry), entry.email, entry.user.id]
  const sorted = entries.toSorted((a, b) => {
    const [these, those] = [all(a), all(b)]
    return these.map((key, at) => compare(key, those[at] ?? '')).find((way) => way !== 0) ?? 0
  })
  return (sort.startsWith('-') ? sorted.toReversed() : sorted).map(({ user }) => user.id)
}

describeOnEachStorage('a search compared with a plain one', (open) => {
  let directory: ReturnType<typeof createSqlUserDirectory>
  let entries: readonly Entry[] = []
  let replace: (users: readonly User[]) => Promise<void>
  let clock = 1_000

  beforeAll(async () => {
    const storage = await open()
    directory = createSqlUserDirectory(storage.db)
    replace = async (users) => {
      await storage.executeSql('truncate users')
      const readAts = users.map((_, at) => clock + (at % 3))
      clock += 10
      for (const at of [0, 1, 2]) {
        await directory.upsertUsers(
          users.filter((_, index) => index % 3 === at),
          clock - 10 + at,
        )
      }
      entries = users.map((user, at) => ({
        user,
        readAt: readAts[at] ?? 0,
        first: searchText(user.firstName),
        last: searchText(user.lastName),
        email: comparableAddress(user.email),
      }))
    }
  }, 240_000)

  async function everyPage(filter: UserFilter, sort: UserSort, limit: number): Promise<readonly string[]> {
    const seen: string[] = []
    const expected = entries.filter(({ user }) => isMatch(user, filter)).length
    for (let after: Parameters<typeof directory.search>[0]['after'] = null; ; ) {
      const page = await directory.search({ filter, sort, after, limit })
      expect(page.count).toEqual({ value: expected, capped: false })
      seen.push(...page.items.map(({ id }) => id))
      if (page.next === null) return seen
      after = page.next
    }
  }

  test('finds every match once, best first, page by page, in every order', async () => {
    const scenario = record({
      users: arrayOf(generated, { minLength: 1, maxLength: 60 }),
      searches: arrayOf(
        record({
          q: constantFrom(undefined, ...terms),
          filter: constantFrom(...filters),
          sort: constantFrom('relevance' as const, ...userSorts),
          limit: integer({ min: 1, max: 9 }),
        }),
        { minLength: 8, maxLength: 8 },
      ),
    })
    await assert(
      asyncProperty(scenario, async ({ users, searches }) => {
        await replace(
          users.map(({ local, group, ...user }, at) =>
            aUser({ ...user, id: `u-${at}`, email: `${local}@example.com`, groups: [group] }),
          ),
        )
        for (const { q, filter, sort, limit } of searches) {
          const whole = { ...filter, ...(q === undefined ? {} : { q }) }
          const seen = await everyPage(whole, sort, limit)
          const matching = entries.filter(({ user }) => isMatch(user, whole))
          if (sort !== 'relevance') {
            expect(seen).toEqual(inOrder(matching, sort))
            continue
          }
          expect(seen.toSorted()).toEqual(matching.map(({ user }) => user.id).toSorted())
          const kinds = new Map(matching.map((entry) => [entry.user.id, q === undefined ? 3 : kindOf(entry, q)]))
          const found = seen.map((id) => kinds.get(id) ?? -1)
          expect(found, `${q}`).toEqual(found.toSorted((a, b) => a - b))
        }
      }),
      { numRuns: 25 },
    )
  }, 240_000)

  test('pages by arms, by gathered matches and by an index are the same', async () => {
    // More matches than are counted: the pages come from the arms; with a group, from the bounded walk.
    const many = Array.from({ length: 2_400 }, (_, at) =>
      aUser({
        id: `u-${at}`,
        email: `user${at % 700}@example.com`,
        firstName: at % 3 === 0 ? 'Ana' : at % 3 === 1 ? 'Anabel' : 'Joana',
        lastName: at % 5 === 0 ? 'Ana' : 'Smith',
        orgUserId: at % 7 === 0 ? `ana${at}` : null,
        groups: at % 2 === 0 ? ['e-1'] : ['e-2'],
      }),
    )
    await replace(many)
    for (const filter of [{ q: 'ana' }, { q: 'ana', group: 'e-1' }, { q: 'ana smith' }] as const) {
      const matching = entries.filter(({ user }) => isMatch(user, filter))
      const seen: string[] = []
      for (let after: Parameters<typeof directory.search>[0]['after'] = null; ; ) {
        const page = await directory.search({ filter, sort: 'relevance', after, limit: 170 })
        expect(page.count).toEqual({ value: Math.min(matching.length, 1_000), capped: matching.length > 1_000 })
        seen.push(...page.items.map(({ id }) => id))
        if (page.next === null) break
        after = page.next
      }
      expect(seen.toSorted()).toEqual(matching.map(({ user }) => user.id).toSorted())
      const kinds = new Map(matching.map((entry) => [entry.user.id, kindOf(entry, filter.q)]))
      const found = seen.map((id) => kinds.get(id) ?? -1)
      expect(found).toEqual(found.toSorted((a, b) => a - b))
      expect(await directory.count(filter)).toBe(matching.length)
    }
  }, 240_000)

  test('a text without a match may mean names, addresses and IDs of users who match the rest of the search', async () => {
    await replace([
      aUser({ id: 'u-1', email: 'ana.kovac@acme.example', firstName: 'Ana', lastName: 'Kovač', groups: ['e-1'] }),
      aUser({ id: 'u-2', email: 'sven@acme.example', firstName: 'Sven', lastName: 'Member', groups: ['e-2'] }),
      aUser({ id: 'u-3', email: 'max@acme.example', firstName: 'Max', lastName: 'Kovic', orgUserId: 'E10002' }),
    ])
    expect(await directory.similar({ q: 'anna kovacc' })).toEqual(['Ana Kovač'])
    expect(await directory.similar({ q: 'sven membr' })).toEqual(['Sven Member'])
    expect(await directory.similar({ q: 'svne@acme.example' })).toEqual(['sven@acme.example'])
    expect(await directory.similar({ q: 'E10003' })).toEqual(['E10002'])
    expect(await directory.similar({ q: 'kovca', group: 'e-1' })).toEqual(['Ana Kovač'])
    expect(await directory.similar({ q: 'kovca', group: 'e-2' })).toEqual([])
    expect(await directory.similar({ q: 'zimmermann' })).toEqual([])
    expect(await directory.similar({ q: 'svne@acme.example; max@acme.example' })).toEqual([])
    expect(await directory.similar({})).toEqual([])
  })
})
