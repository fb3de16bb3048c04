import type { User } from '@muster/core/account/user'
import { message } from '@muster/wording/message'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Db } from '../database/storage.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlSelectionStore } from './selections-store.ts'
import { createSqlUserDirectory } from './users-store.ts'

const aUser = (n: number): User => ({
  id: `u-${n}`,
  email: `person${n}@acme.example`,
  firstName: 'Ana',
  lastName: n % 2 === 0 ? 'Even' : 'Odd',
  orgUserId: null,
  status: 'active',
  groups: [],
  roles: [],
  canCreateBot: false,
  isDeveloper: false,
})
const member = { scope: null, memberId: 'm-1' }
const at = (time: number) => ({ ...member, at: time })
const first = { ...at(1000), users: { userIds: ['u-1', 'u-3'] }, except: [], sentence: message('selection.all') }

describeOnEachStorage('a selection that changes', (open) => {
  let db: Db
  let selections: ReturnType<typeof createSqlSelectionStore>
  beforeAll(async () => {
    db = (await open()).db
    await createSqlUserDirectory(db).upsertUsers(
      Array.from({ length: 9 }, (_, n) => aUser(n)),
      1000,
    )
    selections = createSqlSelectionStore(db)
  })

  const usersOf = async (id: string) => {
    const found: string[] = []
    for await (const users of createSqlUserDirectory(db).streamSelection(id, 2))
      found.push(...users.map((user) => user.id))
    return found
  }
  const planOf = (id: string) =>
    sql`insert into plans (id, title, source, state, summary, created_by, created_by_id, created_at)
      values ('p-1', 't', ${JSON.stringify({ kind: 'selection', selectionId: id })}::jsonb, 'ready', '{}', 'a', 'm-1', now())`.execute(
      db,
    )

  test('adds several searches and users, each user once, and removes them again', async () => {
    const { id } = await selections.freeze(first)
    const added = await selections.change(id, { ...at(2000), add: { matching: { q: 'even' } }, remove: null })
    expect(added).toMatchObject({ id, count: 7, frozenAt: '1970-01-01T00:00:02.000Z' })
    const again = await selections.change(id, {
      ...at(3000),
      add: { matching: { q: 'person' } },
      remove: { userIds: ['u-0', 'u-9'] },
    })
    expect(again).toMatchObject({ id, count: 9 })
    const fewer = await selections.change(id, { ...at(4000), add: null, remove: { matching: { q: 'odd' } } })
    expect(fewer).toMatchObject({ id, count: 5 })
    expect((await usersOf(id)).toSorted()).toEqual(['u-0', 'u-2', 'u-4', 'u-6', 'u-8'])
    expect(await selections.find(id, 'm-1')).toEqual(fewer)
  })

  test('keeps its users in the order in which they came, across gaps longer than a batch', async () => {
    const { id } = await selections.freeze({ ...first, users: { matching: {} } })
    await selections.change(id, {
      ...at(2000),
      add: null,
      remove: { userIds: ['u-1', 'u-2', 'u-3', 'u-4', 'u-5', 'u-6'] },
    })
    await selections.change(id, { ...at(3000), add: { userIds: ['u-2'] }, remove: null })
    expect(await usersOf(id)).toEqual(['u-0', 'u-7', 'u-8', 'u-2'])
  })

  test('stays as it is for the plan that uses it: the change is in a copy', async () => {
    const { id } = await selections.freeze(first)
    await planOf(id)
    const changed = await selections.change(id, {
      ...at(2000),
      add: { userIds: ['u-5'] },
      remove: { userIds: ['u-1'] },
    })
    expect(changed?.id).not.toBe(id)
    expect(await usersOf(id)).toEqual(['u-1', 'u-3'])
    expect(await usersOf(changed?.id ?? '')).toEqual(['u-3', 'u-5'])
    expect(await selections.find(id, 'm-1')).toMatchObject({ count: 2 })
  })

  test('is changed and looked at by its member only', async () => {
    const { id } = await selections.freeze(first)
    const other = { ...at(2000), memberId: 'm-2' }
    expect(await selections.change(id, { ...other, add: { userIds: ['u-5'] }, remove: null })).toBeNull()
    expect(await selections.lookUp(id, { ...other, userIds: ['u-1'], filter: {} })).toBeNull()
    expect(await selections.addresses(id, { ...other, limit: 10 })).toBeNull()
    expect(await selections.find(id, 'm-2')).toBeNull()
    expect(await usersOf(id)).toEqual(['u-1', 'u-3'])
  })

  test('narrows a search to its users', async () => {
    const { id } = await selections.freeze(first)
    const users = createSqlUserDirectory(db)
    const page = { sort: 'email', after: null, limit: 10 } as const
    const found = await users.search({ ...page, filter: { selection: id } })
    expect(found.items.map((user) => user.id)).toEqual(['u-1', 'u-3'])
    expect(await users.count({ selection: id, q: 'person3' })).toBe(1)
  })

  test('tells a page which users it has, how many are elsewhere and how many are gone', async () => {
    const { id } = await selections.freeze({ ...first, users: { userIds: ['u-1', 'u-2', 'u-8'] } })
    await createSqlUserDirectory(db).markGone(['u-8'], 5000)
    const seen = await selections.lookUp(id, { ...member, userIds: ['u-2', 'u-4'], filter: { q: 'even' } })
    expect(seen).toMatchObject({ count: 2, gone: 1, selected: ['u-2'], elsewhere: 1 })
    expect(seen?.users?.map((user) => user.id)).toEqual(['u-1', 'u-2'])
    expect(await selections.addresses(id, { ...member, limit: 10 })).toEqual([
      'person1@acme.example',
      'person2@acme.example',
    ])
    expect(await selections.lookUp('nope', { ...member, userIds: [], filter: {} })).toBeNull()
  })

  test('has no more copies than other selections without a plan', async () => {
    const { id } = await selections.freeze({ ...first, memberId: 'm-9' })
    await sql`insert into plans (id, title, source, state, summary, created_by, created_by_id, created_at)
      values ('p-many', 't', ${JSON.stringify({ kind: 'selection', selectionId: id })}::jsonb, 'ready', '{}', 'a', 'm-9', now())`.execute(
      db,
    )
    const made = new Set<string>()
    for (let n = 0; n < 25; n += 1) {
      const changed = await selections.change(id, {
        ...at(5000 + n),
        memberId: 'm-9',
        add: { userIds: ['u-2'] },
        remove: null,
      })
      made.add(changed?.id ?? '')
    }
    expect(made.size).toBe(25)
    const kept = await Promise.all([...made].map((copy) => selections.find(copy, 'm-9')))
    expect(kept.filter((selection) => selection !== null)).toHaveLength(20)
  })

  test('adds up in a look during a change', async () => {
    const { id } = await selections.freeze(first)
    const looks = Array.from({ length: 8 }, () => selections.lookUp(id, { ...member, userIds: ['u-1'], filter: {} }))
    const changed = selections.change(id, { ...at(2000), add: { matching: {} }, remove: null })
    for (const seen of await Promise.all(looks)) expect(seen).toMatchObject({ gone: 0, selected: ['u-1'] })
    expect((await changed)?.count).toBe((await usersOf(id)).length)
  })
})
