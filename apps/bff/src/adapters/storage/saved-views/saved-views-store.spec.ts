import { mostViews } from '@muster/contracts/saved-views/saved-views'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlSavedViews } from './saved-views-store.ts'

const view = { id: 'v-1', name: 'Locked', search: { status: 'locked', sort: '-name' }, columns: ['org'] } as const
const anyView = { ...view, search: { ...view.search }, columns: [...view.columns] }

describeOnEachStorage('saved views', (open) => {
  test('belong to their member, by name, and go with them', async () => {
    const { db } = await open()
    await sql`insert into members (id, email, name, role, created_at) values
      ('m-1', 'ana@example.com', 'Ana', 'owner', now()), ('m-2', 'ben@example.com', 'Ben', 'owner', now())`.execute(db)
    const views = createSqlSavedViews(db)
    expect(await views.create('m-1', anyView, 1000)).toBe(true)
    expect(await views.create('m-1', { ...anyView, id: 'v-2', name: 'abroad', columns: null }, 1000)).toBe(true)
    expect((await views.list('m-1')).map(({ name }) => name)).toEqual(['abroad', 'Locked'])
    expect((await views.list('m-1'))[1]).toEqual(anyView)
    expect(await views.list('m-2')).toEqual([])

    expect(await views.change('m-2', { ...anyView, name: 'Stolen' })).toBe(false)
    expect(await views.delete('m-2', 'v-1')).toBe(false)
    expect(await views.change('m-1', { ...anyView, name: 'Shut', search: { q: 'acme' } })).toBe(true)
    expect((await views.list('m-1'))[1]).toEqual({ ...anyView, name: 'Shut', search: { q: 'acme' } })
    expect(await views.change('m-1', { ...anyView, search: { q: 'a\u0000' } })).toBe(true)
    expect(await views.delete('m-1', 'v-1')).toBe(true)
    expect(await views.delete('m-1', 'v-1')).toBe(false)

    for (let n = 1; n < mostViews; n += 1)
      expect(await views.create('m-1', { ...anyView, id: `more-${n}` }, 1000)).toBe(true)
    expect(await views.create('m-1', { ...anyView, id: 'one-more' }, 1000)).toBe(false)
    await sql`delete from members where id = 'm-1'`.execute(db)
    expect(await views.list('m-1')).toEqual([])
  })
})
