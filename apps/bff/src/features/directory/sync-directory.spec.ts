import type { MusterEvent } from '@muster/contracts/events'
import type { User } from '@muster/core/account/user'
import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import { expect, test } from 'vitest'
import type { Storage } from '../../adapters/storage/database/storage.ts'
import { createSqlDirectoryStore } from '../../adapters/storage/directory/directory-store.ts'
import { createSqlUserDirectory } from '../../adapters/storage/directory/users-store.ts'
import { describeOnEachStorage } from '../../adapters/storage/testing/storage-suites.ts'
import type { AccountReader, PageResult } from './ports.ts'
import { syncDirectory } from './sync-directory.ts'

const aUser = (n: number): User => ({
  id: `u-${n}`,
  email: `user${n}@acme.example`,
  firstName: 'F',
  lastName: 'L',
  orgUserId: null,
  status: 'active',
  groups: ['e-1'],
  roles: [],
  canCreateBot: false,
  isDeveloper: true,
})

const page = <T>(items: readonly T[], next: string | null = null, total: number | null = null): PageResult<T> => ({
  kind: 'page',
  items,
  unreadable: [],
  next,
  total,
})
const failed = {
  kind: 'failed',
  cause: 'no_response',
  koreResponse: null,
  retryAfterMs: null,
  hasResponse: false,
  diagnosis: null,
  isPersistent: false,
} as const
const diagnosis = message('kore.scope_missing', { scope: 'User Management' })
const forbidden = { kind: 'forbidden', scope: 'User Management', diagnosis, koreResponse: null } as const

/** An account of users 0…n-1 in pages of two. */
function account(users: number, over: Partial<AccountReader> = {}): AccountReader & { requested: (string | null)[] } {
  const requested: (string | null)[] = []
  return {
    requested,
    groups: async () => page([{ id: 'e-1', name: 'Support' }]),
    roles: async () => page([{ id: 'r-1', name: 'Tester', kind: 'bot' }]),
    bots: async () => page([{ id: 'st-1', name: 'Billing' }]),
    unlisted: async (some) => ({
      kind: 'checked',
      present: some.map(({ id }) => id).filter((id) => Number(id.slice(2)) < users),
    }),
    users: async (cursor) => {
      requested.push(cursor)
      const from = Number(cursor ?? 0)
      const items = Array.from({ length: Math.min(2, users - from) }, (_, n) => aUser(from + n))
      return page(items, from + 2 < users ? String(from + 2) : null, users)
    },
    ...over,
  }
}

function bench(storage: Storage) {
  const events: MusterEvent[] = []
  const sentences: string[] = []
  let now = 1_000_000
  const store = createSqlDirectoryStore(storage.db)
  const clock = { now: () => (now += 1000), monotonic: () => now, sleep: async () => {} }
  const refresh = (reader: AccountReader) =>
    syncDirectory(
      {
        reader,
        store,
        clock,
        maxRecords: 150,
        isOwnAccount: async () => true,
        events: { publish: (event) => void events.push(event) },
        audit: { append: async ({ sentence }) => void sentences.push(englishText(sentence)) },
      },
      new AbortController().signal,
    )
  return { store, directory: createSqlUserDirectory(storage.db), refresh, events, sentences }
}

describeOnEachStorage('refreshing the directory', (open) => {
  test('reads everything, reports its progress, and records it in the audit', async () => {
    const { refresh, store, directory, events, sentences } = bench(await open())
    await refresh(account(5))
    expect(await store.state()).toMatchObject({
      state: 'ready',
      users: 5,
      source: 'kore',
      progress: null,
      reason: null,
    })
    const lookups = await directory.lookups()
    expect([lookups.groups.size, lookups.roles.size, lookups.bots.size]).toEqual([1, 1, 1])
    expect(lookups.known).toEqual({ groups: true, roles: true, bots: true })
    const progress = events.map((event) => (event.kind === 'directory' ? event.directory.progress : null))
    expect(progress).toContainEqual({ done: 4, total: 5, step: 'users' })
    expect(sentences).toEqual(['Muster synced 5 users from Kore.ai'])
  })

  test.each([
    ['without a total', null, 'The list of users has more than 150 records.'],
    ['beyond its total', 3, null],
  ])('stops a list of users that never ends, %s, and removes no users', async (_what, total, sentence) => {
    const { refresh, store } = bench(await open())
    await refresh(account(5))
    let listed = 0
    await refresh(
      account(0, {
        users: async () => {
          listed += 2
          // Ever new users; the first pages repeat none of the known ones.
          return page([aUser(1000 + listed), aUser(1001 + listed)], String(listed), total)
        },
      }),
    )
    const { state, reason, users } = await store.state()
    expect(state).toBe('ready')
    expect(users).toBe(5 + listed)
    expect(listed).toBe(sentence === null ? 108 : 150)
    expect(reason).toContain(sentence ?? 'Kore.ai reports 3 users but listed 108')
    expect(await store.unreadable()).toMatchObject({ items: [{ list: 'users', reason }] })
  })

  test('stops a list of groups that never ends, and reads the users', async () => {
    const { refresh, store } = bench(await open())
    let listed = 0
    const groups = async () => page([{ id: `e-${(listed += 1)}`, name: `Group ${listed}` }], String(listed))
    await refresh(account(3, { groups }))
    expect(listed).toBe(150)
    expect(await store.state()).toMatchObject({ state: 'ready', users: 3, unreadable: 1 })
  })

  test('removes users who left the account, only at the end of a full pass', async () => {
    const { refresh, store } = bench(await open())
    await refresh(account(5))
    await refresh(account(3))
    expect((await store.state()).users).toBe(3)
  })

  test('resumes an interrupted pass at its position', async () => {
    const { refresh, store } = bench(await open())
    const dying = account(6)
    const users = dying.users.bind(dying)
    await expect(
      refresh({
        ...dying,
        users: (cursor, signal) => (cursor === '4' ? Promise.reject(new Error('killed')) : users(cursor, signal)),
      }),
    ).rejects.toThrow('killed')
    expect(await store.state()).toMatchObject({ state: 'loading', progress: { done: 4, total: 6, step: 'users' } })
    const next = account(6)
    await refresh(next)
    expect(next.requested).toEqual(['4'])
    expect(await store.state()).toMatchObject({ state: 'ready', users: 6 })
  })

  test('stops with the reason if Kore.ai does not respond, keeps its data, and resumes later', async () => {
    const { refresh, store } = bench(await open())
    await refresh(account(4))
    await refresh(account(4, { users: async () => failed }))
    expect(await store.state()).toMatchObject({ state: 'failed', users: 4 })
    expect(await store.state()).toMatchObject({
      reason: expect.stringContaining('No response'),
      reasonMessage: { code: 'directory.retries', facts: { reason: { code: 'directory.unread' } } },
    })
    await refresh(account(3))
    expect(await store.state()).toMatchObject({ state: 'ready', users: 3 })
  })

  test('retries by itself if one response is missing', async () => {
    const { refresh, store } = bench(await open())
    let tries = 0
    await refresh(account(2, { bots: async () => (++tries < 3 ? failed : page([])) }))
    expect(await store.state()).toMatchObject({ state: 'ready', users: 2 })
  })

  test('names the missing scope and still syncs the rest if a list is forbidden', async () => {
    const { refresh, store, directory } = bench(await open())
    await refresh(account(2, { groups: async () => forbidden }))
    expect(await store.state()).toMatchObject({ state: 'ready', users: 2 })
    expect((await directory.lookups()).known).toEqual({ groups: false, roles: true, bots: true })
    await refresh(account(2, { users: async () => forbidden }))
    expect((await store.state()).state).toBe('forbidden')
    expect((await store.state()).reason).toContain('so the app lacks the scope "User Management"')
    const response = '{"errors":[{"msg":"Invalid SDK credentials","code":4002}]}'
    await refresh(account(2, { users: async () => ({ ...forbidden, koreResponse: response }) }))
    expect((await store.state()).reason).toContain("Kore.ai's response: “Invalid SDK credentials” (4002)")
  })

  test('never empties the directory because Kore.ai lists no users, too few, or one page forever', async () => {
    const { refresh, store } = bench(await open())
    await refresh(account(30))
    await refresh(account(30, { users: async () => page([]) }))
    expect(await store.state()).toMatchObject({ state: 'failed', users: 30 })
    await refresh(account(30, { users: async () => page([aUser(1)], null, 30) }))
    expect(await store.state()).toMatchObject({ state: 'ready', users: 30 })
    expect((await store.state()).reason).toBe('Kore.ai reports 30 users but listed 1. Muster kept the unlisted users.')
    await refresh(account(30, { users: async () => page([aUser(1)], 'again') }))
    expect(await store.state()).toMatchObject({ state: 'failed', users: 30 })
    await refresh(account(29))
    expect(await store.state()).toMatchObject({ state: 'ready', users: 29, reason: null })
  })
})
