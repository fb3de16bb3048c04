import { aUser } from '@muster/core/testing/account'
import { type KyselyPlugin, sql } from 'kysely'
import { expect, test } from 'vitest'
import { fixRows } from '../../../features/uploads/fix/fix-rows.ts'
import { createSealer } from '../../sealing/sealing.ts'
import { sealPlugin } from '../database/seal.ts'
import { sealedIssues } from '../migrations/uploads/0400-sealed-issues.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { uploadApp } from '../testing/upload-app.ts'
import { createSqlUploads } from './uploads-store.ts'

const people = Array.from({ length: 6 }, (_, n) => aUser({ id: `u-${n}`, email: `p${n}@example.com` }))
const lines = Array.from({ length: 6 }, (_, n) => `p${n}@example.com,${n % 3 === 0 ? 'Suport' : 'Support'},yes`)
const text = ['Email,Add groups,Developer', ...lines, 'unknown@example.com,Support,yes'].join('\n')

/** Counts the results that have one of these columns. */
function countReads(columns: readonly string[]) {
  let reads = 0
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      const hasOne = (row: object) =>
        Object.entries(row).some(([name, value]) => columns.includes(name) && value !== null)
      if (result.rows.some(hasOne)) reads += 1
      return result
    },
  }
  return { plugin, take: () => [reads, (reads = 0)][0] }
}

describeOnEachStorage('the record of an upload', (open) => {
  test('has its groups of issues after each edit, without reading them or the block of a shown page again', async () => {
    const { db } = await open()
    const { plugin, take } = countReads(['issues', 'cells'])
    const app = await uploadApp(db.withPlugin(plugin), { people })
    const id = await app.upload(text, 'a.csv')
    await app.deps.rows.list(id, { after: 0, limit: 9 })
    take()
    for (const value of ['no', 'perhaps', 'yes']) {
      const cells = [{ row: 2, column: 2, value }]
      const { tally } = await fixRows(app.deps, id, { kind: 'cells', cells })
      await app.deps.rows.list(id, { after: 0, limit: 9 })
      expect(take()).toBe(0)
      expect((await createSqlUploads(db).store.get(id))?.tally).toEqual(tally)
      expect(tally?.groups.map(({ code }) => code).includes('flag_unrecognized')).toBe(value === 'perhaps')
    }
  })

  test('has the groups that another replica stored, and none once its file is read again', async () => {
    const { db } = await open()
    const app = await uploadApp(db, { people })
    const id = await app.upload(text, 'a.csv')
    const other = createSqlUploads(db)
    expect((await other.store.get(id))?.tally).toEqual((await app.record(id)).tally)
    await fixRows(app.deps, id, { kind: 'cells', cells: [{ row: 2, column: 1, value: 'Support' }] })
    await fixRows({ ...app.deps, ...other }, id, { kind: 'cells', cells: [{ row: 5, column: 1, value: 'Support' }] })
    const { tally } = await app.record(id)
    expect(tally?.groups.map(({ code }) => code)).toEqual(['person_unknown'])
    expect((await other.store.get(id))?.tally).toEqual(tally)
    expect((await other.store.list({ before: null, limit: 9, own: null }))[0]?.tally).toEqual(tally)
    await other.rows.beginReading(id, null)
    expect((await app.record(id)).tally).toBeNull()
  })

  test('is listed and deleted without the key that sealed its groups of issues', async () => {
    const { db } = await open()
    const sealedBy = (key: string) => db.withoutPlugins().withPlugin(sealPlugin(createSealer(Buffer.from(key)).content))
    const app = await uploadApp(sealedBy('a key that is lost'), { people })
    const id = await app.upload(text, 'a.csv')
    const counts = (await app.record(id)).tally?.counts
    const { store } = createSqlUploads(sealedBy('the key after it'))
    expect((await store.list({ before: null, limit: 9, own: null })).map(({ tally }) => tally)).toEqual([
      { counts, groups: [] },
    ])
    expect((await store.get(id))?.tally).toEqual({ counts, groups: [] })
    expect((await app.record(id)).tally?.groups).not.toEqual([])
    // Issues that were changed in the store are not taken for none.
    const another = createSqlUploads(sealedBy('a key that is lost')).store
    await sql`update uploads set issues = set_byte(issues, length(issues) - 1, 255 - get_byte(issues, length(issues) - 1))`.execute(
      db,
    )
    await expect(another.get(id)).rejects.toThrow()
    expect(await store.remove(id)).toBe(true)
  })

  test('keeps the counts and groups of earlier versions', async () => {
    const { db } = await open()
    const app = await uploadApp(db, { people })
    const id = await app.upload(text, 'a.csv')
    const { tally } = await app.record(id)
    await sql`alter table uploads drop column counts, drop column issues, drop column issues_version,
      add column tally jsonb`.execute(db)
    await sql`update uploads set tally = ${JSON.stringify(tally)}::jsonb`.execute(db)
    await sealedIssues.up(db)
    expect((await createSqlUploads(db).store.get(id))?.tally).toEqual(tally)
  })
})
