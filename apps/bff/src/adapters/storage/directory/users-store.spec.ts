import type { UserSort } from '@muster/contracts/users'
import type { User } from '@muster/core/account/user'
import type { UserReading } from '@muster/core/account/user-reading'
import { message } from '@muster/wording/message'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { UserPosition } from '../../../features/users/ports.ts'
import type { Storage } from '../database/storage.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlAccessLists } from './access-store.ts'
import { createSqlDirectoryStore } from './directory-store.ts'
import { createSqlSelectionStore } from './selections-store.ts'
import { createSqlUserDirectory } from './users-store.ts'

const aUser = (over: Partial<User> & { id: string }): User => ({
  email: `${over.id}@acme.example`,
  firstName: 'Ana',
  lastName: 'Souza',
  orgUserId: null,
  status: 'active',
  groups: [],
  roles: [],
  canCreateBot: false,
  isDeveloper: false,
  ...over,
})

async function directoryWith(storage: Storage, users: readonly UserReading[]) {
  const directory = createSqlUserDirectory(storage.db)
  await directory.upsertUsers(users, 1000)
  const found = async (filter: object, more: object = {}) => {
    const page = await directory.search({ filter, sort: 'email', after: null, limit: 50, ...more })
    return page.items.map((user) => user.id)
  }
  return { directory, found }
}

describeOnEachStorage('the users of the directory', (open) => {
  const people = [
    aUser({ id: 'u-1', email: 'Zoe.Lima@acme.example', firstName: 'Zoë', lastName: 'Lima', orgUserId: 'ORG_77' }),
    aUser({ id: 'u-2', email: 'ben@acme.example', firstName: 'Ben', lastName: "O'Hara", isDeveloper: true }),
    aUser({ id: 'u-3', email: 'anna@other.example', firstName: '李', lastName: '小龙', status: 'locked' }),
  ]

  test('are found by any part of email, names, organization id and user id, regardless of case or accents', async () => {
    const { found } = await directoryWith(await open(), people)
    expect(await found({ q: 'ZOE.LI' })).toEqual(['u-1'])
    expect(await found({ q: 'zoë' })).toEqual(['u-1'])
    expect(await found({ q: 'ima@acm' })).toEqual(['u-1'])
    expect(await found({ q: 'org_77' })).toEqual(['u-1'])
    expect(await found({ q: 'u-2' })).toEqual(['u-2'])
    expect(await found({ q: "o'h" })).toEqual(['u-2'])
    expect(await found({ q: '小' })).toEqual(['u-3'])
    expect(await found({ q: 'b' })).toEqual(['u-2'])
    expect(await found({ q: 'en' })).toEqual([])
    expect(await found({})).toEqual(['u-3', 'u-2', 'u-1'])
    expect(await found({}, { sort: '-email' })).toEqual(['u-1', 'u-2', 'u-3'])
  })

  test('whose access was never read are not found as having none', async () => {
    const { groups: _, roles, canCreateBot: __, isDeveloper: ___, ...identity } = aUser({ id: 'u-2' })
    const { directory, found } = await directoryWith(await open(), [
      aUser({ id: 'u-1' }),
      identity,
      { ...aUser({ id: 'u-3' }), roles, listsOnly: 'bot' },
    ])
    expect(await found({ q: 'no:group' })).toEqual(['u-1', 'u-3'])
    expect(await found({ q: '-no:group' })).toEqual([])
    expect(await found({ q: 'no:role' })).toEqual(['u-1'])
    expect(await found({ q: 'no:bot' })).toEqual(['u-1', 'u-3'])
    // Unknown access is neither there nor missing.
    expect(await found({ q: '-group:e-1' })).toEqual(['u-1', 'u-3'])
    expect(await found({ q: '-role:r-tester' })).toEqual(['u-1'])
    expect(await found({ q: '-bot:st-billing' })).toEqual(['u-1', 'u-3'])
    expect(await found({ q: '-is:elevated' })).toEqual(['u-1'])
    expect(await found({ q: '-is:developer' })).toEqual(['u-1', 'u-3'])
    expect(await found({ q: '-is:bot-creator,developer' })).toEqual(['u-1', 'u-3'])
    expect(await found({ q: '-status:locked' })).toEqual(['u-1', 'u-2', 'u-3'])
    expect(await found({ q: 'is:unread' })).toEqual(['u-2', 'u-3'])
    expect(await found({ q: '-is:unread' })).toEqual(['u-1'])
    expect(await found({ q: 'is:unread,developer' })).toEqual(['u-2', 'u-3'])
    expect(await directory.count({ q: '-group:e-1' })).toBe(2)
    expect(await found({ flag: 'not_developer' })).toEqual(['u-1', 'u-3'])
    expect((await directory.find('u-3'))?.unread).toEqual(['adminRoles'])
    expect((await directory.find('u-1'))?.unread).toBeUndefined()
  })

  test('are found by the days since their sign-in, and neither way where none is known', async () => {
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
    const { found } = await directoryWith(await open(), [
      aUser({ id: 'u-1', lastLoginAt: daysAgo(10) }),
      aUser({ id: 'u-2', lastLoginAt: daysAgo(100) }),
      aUser({ id: 'u-3' }),
    ])
    expect(await found({ q: 'dormant:90' })).toEqual(['u-2'])
    expect(await found({ q: '-dormant:90' })).toEqual(['u-1'])
    // Of several, the fewest days decide: a user of 100 days is dormant for 90 and for 5.
    expect(await found({ q: 'dormant:90,5' })).toEqual(['u-1', 'u-2'])
    expect(await found({ q: '-dormant:90,5' })).toEqual([])
    expect(await found({ q: '-dormant:90 -status:locked' })).toEqual(['u-1'])
  })

  test.each(['%', '_', '\\', "'; drop table users; --", '\u0000', '%%%', '*'])('are not found by %j', async (q) => {
    const { found } = await directoryWith(await open(), people)
    expect(await found({ q })).toEqual([])
  })

  test('are filtered by group, role, bot, flag and status, together and alone', async () => {
    const onBilling = { roleId: 'r-tester', botId: 'st-billing', viaGroups: [] }
    const storage = await open()
    const { directory, found } = await directoryWith(storage, [
      aUser({ id: 'u-1', groups: ['e-1', 'e-2'], roles: [onBilling], canCreateBot: true, isDeveloper: true }),
      aUser({ id: 'u-2', groups: ['e-1'], roles: [{ ...onBilling, botId: 'st-other' }], status: 'suspended' }),
      aUser({ id: 'u-3', roles: [{ roleId: 'r-admin', botId: null, viaGroups: ['Ops'] }] }),
    ])
    expect(await found({ group: 'e-1' })).toEqual(['u-1', 'u-2'])
    expect(await found({ role: 'r-tester' })).toEqual(['u-1', 'u-2'])
    expect(await found({ role: 'r-admin' })).toEqual(['u-3'])
    expect(await found({ bot: 'st-other' })).toEqual(['u-2'])
    expect(await found({ role: 'r-tester', bot: 'st-billing' })).toEqual(['u-1'])
    expect(await found({ flag: 'not_developer' })).toEqual(['u-2', 'u-3'])
    expect(await found({ flag: 'bot_creator' })).toEqual(['u-1'])
    expect(await found({ status: 'suspended', group: 'e-1', q: 'ana' })).toEqual(['u-2'])
    expect(await found({ group: 'e-none' })).toEqual([])
    expect(await found({ group: '\u0000{}' })).toEqual([])

    // The same by terms in the text, by name or ID.
    await sql`insert into access_groups (id, name, generation) values ('e-1', 'Support Tier 1', 1), ('e-2', 'Sales', 1)`.execute(
      storage.db,
    )
    await sql`update directory_state set groups_known = true, roles_known = false, bots_known = false`.execute(
      storage.db,
    )
    expect(await found({ q: 'group:"support tier 1"' })).toEqual(['u-1', 'u-2'])
    expect(await found({ q: 'ana group:sales,e-1 -status:suspended' })).toEqual(['u-1'])
    expect(await found({ q: 'group:"Support Tier 1" group:Sales' })).toEqual(['u-1'])
    expect(await found({ q: '-group:Sales' })).toEqual(['u-2', 'u-3'])
    expect(await found({ q: 'no:group' })).toEqual(['u-3'])
    expect(await found({ q: '-no:group is:developer' })).toEqual(['u-1'])
    expect(await found({ q: 'no:bot' })).toEqual(['u-3'])
    expect(await found({ q: 'role:r-tester bot:st-billing' })).toEqual(['u-1'])
    expect(await found({ q: 'role:r-admin -no:role' })).toEqual(['u-3'])
    expect(await found({ q: 'souza no:group', group: 'e-1' })).toEqual([])
    expect(await found({ q: 'is:elevated' })).toEqual(['u-3'])
    expect(await found({ q: '-is:elevated' })).toEqual(['u-1', 'u-2'])
    expect(await found({ q: 'is:elevated,developer' })).toEqual(['u-1', 'u-3'])
    await sql`insert into access_roles (id, name, kind, generation) values ('r-admin', 'Admin', 'admin', 1), ('r-tester', 'Tester', 'bot', 1)`.execute(
      storage.db,
    )
    await sql`update directory_state set roles_known = true`.execute(storage.db)
    expect(await found({ q: 'is:elevated' })).toEqual(['u-3'])
    expect(await found({ q: '-is:elevated' })).toEqual(['u-1', 'u-2'])
    expect(await found({ q: 'is:elevated,developer' })).toEqual(['u-1', 'u-3'])
    expect(await directory.count({ q: '-group:Sales' })).toBe(2)
    // A misspelled exclusion must not find everyone.
    expect(await found({ q: '-group:Salse' })).toEqual([])
  })

  test('are paged by key without gaps or repeats, in both directions, and counted', async () => {
    const many = Array.from({ length: 23 }, (_, n) => aUser({ id: `u-${n}`, email: `same-${n % 5}@acme.example` }))
    const { directory } = await directoryWith(await open(), many)
    for (const filter of [{}, { q: 'same' }]) {
      for (const sort of ['email', '-email'] as const) {
        const seen: string[] = []
        let after: Parameters<typeof directory.search>[0]['after'] = null
        do {
          const page = await directory.search({ filter, sort, after, limit: 4 })
          expect(page.count).toEqual({ value: 23, capped: false })
          seen.push(...page.items.map((user) => user.id))
          after = page.next
        } while (after !== null)
        expect(seen).toHaveLength(23)
        expect(new Set(seen).size).toBe(23)
      }
    }
  })

  test('are matched by identifiers in input order, kinds never mixed, ambiguity reported', async () => {
    const { directory } = await directoryWith(await open(), [
      aUser({ id: 'u-1', email: 'Ben@Acme.example', orgUserId: 'shared' }),
      aUser({ id: 'u-2', email: 'twin@acme.example', orgUserId: 'shared' }),
      aUser({ id: 'u-3', email: 'u-1', orgUserId: 'u-2' }),
    ])
    const matches = await directory.byIdentifiers([
      { by: 'orgUserId', value: 'shared' },
      { by: 'email', value: ' BEN@acme.EXAMPLE ' },
      { by: 'userId', value: 'u-2' },
      { by: 'email', value: 'absent@acme.example' },
      { by: 'orgUserId', value: 'SHARED' },
      { by: 'email', value: '' },
      { by: 'channelUserId', value: 'u-1', channelId: null },
      { by: 'email', value: 'u-1' },
    ])
    const found = matches.map((match) => (match.kind === 'user' ? match.user.id : match.kind))
    expect(found).toEqual(['ambiguous', 'u-1', 'u-2', 'none', 'none', 'none', 'none', 'u-3'])
    expect(matches[0]).toEqual({ kind: 'ambiguous', count: 2 })
  })

  test('are matched with everything the directory knows, whatever a name contains', async () => {
    const roles = [{ roleId: 'r-1', botId: null, viaGroups: ['e-1'] }]
    const known = [
      aUser({
        id: 'u-1',
        email: 'a@acme.example',
        orgUserId: null,
        groups: ['e-1', 'a,"b"'],
        roles,
        isDeveloper: true,
      }),
      aUser({ id: 'u-2', email: 'b@acme.example', firstName: '.x\u001Fy\u001E="\\', lastName: '', orgUserId: '=1' }),
      aUser({ id: 'u-3', email: 'c@acme.example', orgUserId: '', status: 'locked', canCreateBot: true }),
    ]
    const { directory } = await directoryWith(await open(), known)
    const matches = await directory.byIdentifiers(known.map(({ email }) => ({ by: 'email', value: email })))
    expect(matches).toEqual(known.map((user) => ({ kind: 'user', user })))
  })

  test('keep the newest reading, and stay removed', async () => {
    const { directory } = await directoryWith(await open(), [])
    await directory.upsertUsers([aUser({ id: 'u-1', lastName: 'New' })], 2000)
    await directory.upsertUsers([aUser({ id: 'u-1', lastName: 'Old' })], 1500)
    expect((await directory.find('u-1'))?.lastName).toBe('New')
    await directory.markGone(['u-1'], 3000)
    await directory.upsertUsers([aUser({ id: 'u-1' })], 2500)
    expect(await directory.find('u-1')).toBeNull()
    await directory.upsertUsers([aUser({ id: 'u-1', lastName: 'Back' })], 4000)
    await directory.markGone(['u-1'], 3500)
    expect((await directory.find('u-1'))?.lastName).toBe('Back')
  })

  test('are unread after a change until a later reading of the whole access', async () => {
    const { directory } = await directoryWith(await open(), [])
    const user = aUser({ id: 'u-1' })
    const isUnread = async () => {
      const [match] = await directory.byIdentifiers([{ by: 'userId', value: user.id }])
      return match?.kind === 'user' && match.user.unread !== undefined
    }
    await directory.upsertUsers([user], 1000)
    await directory.markChanged([user.id], 2000)
    await directory.upsertUsers([user], 1500)
    expect(await isUnread()).toBe(true)
    await directory.upsertUsers([{ ...user, roles: undefined }], 3000)
    expect(await isUnread()).toBe(true)
    await directory.upsertUsers([user], 4000)
    expect(await isUnread()).toBe(false)
    await directory.markChanged([user.id], 3500)
    expect(await isUnread()).toBe(false)
  })

  test('are stored with any text, and returned unchanged', async () => {
    const hostile = aUser({
      id: 'u-1',
      firstName: '<b>"\'\\',
      lastName: '{1,2}\u0000\ud800',
      groups: ['a,b', '"q"', 'NULL', ''],
    })
    const { directory } = await directoryWith(await open(), [hostile])
    const user = await directory.find('u-1')
    expect(user).toMatchObject({
      firstName: '<b>"\'\\',
      lastName: '{1,2}\uFFFD\uFFFD',
      groups: ['a,b', '"q"', 'NULL', ''],
    })
    expect(user?.readAt).toBe('1970-01-01T00:00:01.000Z')
  })

  test('are frozen in selections that later changes do not touch', async () => {
    const storage = await open()
    const { directory } = await directoryWith(storage, people)
    const selections = createSqlSelectionStore(storage.db)
    const matching = {
      users: { matching: { q: 'acme' } },
      except: [],
      sentence: message('selection.all'),
      scope: null,
      memberId: 'm-1',
      at: 5000,
    }
    const all = await selections.freeze(matching)
    const butOne = await selections.freeze({ ...matching, except: ['u-2'] })
    const none = await selections.freeze({ ...matching, users: { matching: { group: 'e-none' } } })
    const byHand = await selections.freeze({ ...matching, users: { userIds: ['u-3', 'u-1'] } })
    expect([all.count, butOne.count, none.count, byHand.count]).toEqual([2, 1, 0, 2])
    await directory.upsertUsers([aUser({ id: 'u-9', email: 'later@acme.example' })], 6000)
    await directory.markGone(['u-2'], 6000)
    expect(await idsOf(directory.streamSelection(all.id, 1))).toEqual([['u-1']])
    expect(await idsOf(directory.streamSelection(byHand.id, 10))).toEqual([['u-3', 'u-1']])
    expect(await selections.find(all.id, 'm-1')).toEqual({ ...all, frozenAt: '1970-01-01T00:00:05.000Z' })
    await expect(idsOf(directory.streamSelection('nope', 10))).rejects.toThrow('does not exist')
  })

  test('are sorted by columns without an index page by page, in both directions', async () => {
    const held = { roleId: 'r-1', botId: null, viaGroups: [] }
    const { directory } = await directoryWith(await open(), [
      aUser({ id: 'u-1', orgUserId: 'B', groups: ['e-1'] }),
      aUser({ id: 'u-2', canCreateBot: true, roles: [held], lastLoginAt: '2026-11-02T10:00:00.123Z' }),
      aUser({
        id: 'u-3',
        orgUserId: 'a',
        groups: ['e-1', 'e-2'],
        isDeveloper: true,
        lastLoginAt: '2026-11-01T10:00:00.000Z',
      }),
    ])
    const idsBy = async (sort: UserSort) => {
      const found: string[] = []
      for (let after: UserPosition | null = null; ; ) {
        const page = await directory.search({ filter: {}, sort, after, limit: 1 })
        found.push(...page.items.map(({ id }) => id))
        if (page.next === null) return found.join(' ')
        after = page.next
      }
    }
    expect(await idsBy('org')).toBe('u-2 u-3 u-1')
    expect(await idsBy('groups')).toBe('u-2 u-1 u-3')
    expect(await idsBy('roles')).toBe('u-1 u-3 u-2')
    expect(await idsBy('flags')).toBe('u-1 u-2 u-3')
    expect(await idsBy('login')).toBe('u-1 u-3 u-2')
    expect(await idsBy('-login')).toBe('u-2 u-3 u-1')
    // Equal users are in the order of their addresses, reversed as well.
    expect(await idsBy('-roles')).toBe('u-2 u-3 u-1')
  })

  test('are counted by group, role and bot, and admins by role', async () => {
    const storage = await open()
    const admin = { roleId: 'r-admin', botId: null, viaGroups: [] }
    const { directory } = await directoryWith(storage, [
      aUser({ id: 'u-1', groups: ['e-1'], roles: [admin, { ...admin, viaGroups: ['Ops'] }] }),
      aUser({ id: 'u-2', groups: ['e-1'], roles: [admin, { roleId: 'r-t', botId: 'st-1', viaGroups: [] }] }),
    ])
    const store = createSqlDirectoryStore(storage.db)
    await store.saveGroups([{ id: 'e-1', name: 'Support' }])
    await store.saveRoles([{ id: 'r-admin', name: 'Admin', kind: 'admin' }])
    await store.saveBots([{ id: 'st-1', name: 'Billing' }])
    const lists = createSqlAccessLists(storage.db).within(null)
    expect((await lists.groups()).items).toEqual([{ id: 'e-1', name: 'Support', userCount: 2 }])
    expect((await lists.roles()).items).toEqual([{ id: 'r-admin', name: 'Admin', kind: 'admin', userCount: 2 }])
    expect((await lists.bots()).items).toEqual([{ id: 'st-1', name: 'Billing', userCount: 1 }])
    expect(await lists.userCounts()).toEqual({
      statuses: [{ status: 'active', userCount: 2 }],
      flags: [
        { flag: 'not_developer', userCount: 2 },
        { flag: 'not_bot_creator', userCount: 2 },
      ],
    })
    expect(await lists.assignments()).toEqual([
      { roleId: 'r-admin', botId: null, userCount: 2 },
      { roleId: 'r-t', botId: 'st-1', userCount: 1 },
    ])
    expect(await directory.adminPolicy()).toEqual({ holders: new Map([['r-admin', 2]]), floor: 1 })
    expect(await directory.total()).toBe(2)
    expect((await directory.lookups()).bots.get('st-1')).toMatchObject({ id: 'st-1', name: 'Billing' })
  })
})

async function idsOf(batches: AsyncIterable<readonly User[]>): Promise<string[][]> {
  const ids: string[][] = []
  for await (const batch of batches) ids.push(batch.map((user) => user.id))
  return ids
}
