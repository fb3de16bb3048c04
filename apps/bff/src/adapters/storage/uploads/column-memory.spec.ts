import { shapeOf } from '@muster/core/upload/upload-headings'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Db } from '../database/storage.ts'
import { americanSpelling } from '../migrations/uploads/0160-american-spelling.ts'
import { recognizedFiles } from '../migrations/uploads/0175-recognized-files.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlColumnMemory } from './column-memory-store.ts'

/** The heading as templates and reports of earlier versions have it. */
const earlier = 'Organisation ID'
const earlierShape = (...names: readonly string[]): string => names.join('\u001f').toLowerCase()
const mapped = (mapping: 'org_user_id' | 'ignore') => [{ mapping, blank: 'keep' }] as const

describeOnEachStorage('the memory of column mappings', (open) => {
  const remember = (db: Db, shape: string, mapping: 'org_user_id' | 'ignore') =>
    createSqlColumnMemory(db).remember('m-1', shape, mapped(mapping))
  const remembered = (db: Db, header: readonly string[]) => createSqlColumnMemory(db).remembered('m-1', shapeOf(header))

  test('keeps the mappings of files with the old heading, for the old and the new one', async () => {
    const { db } = await open()
    await remember(db, earlierShape(earlier), 'org_user_id')
    await remember(db, earlierShape('email', earlier, earlier, `${earlier} x`), 'org_user_id')
    await americanSpelling.up(db)
    expect(await remembered(db, [earlier])).toEqual(mapped('org_user_id'))
    expect(await remembered(db, ['Organization ID'])).toEqual(mapped('org_user_id'))
    const header = ['Email', 'Organization ID', earlier, `${earlier} x`]
    expect(await remembered(db, header)).toEqual(mapped('org_user_id'))
  })

  test('prefers the mapping that a member made for the new heading', async () => {
    const { db } = await open()
    await remember(db, earlierShape(earlier, 'note'), 'ignore')
    await remember(db, earlierShape('organization id', 'note'), 'org_user_id')
    await americanSpelling.up(db)
    expect(await remembered(db, ['Organization ID', 'Note'])).toEqual(mapped('org_user_id'))
  })

  test('keeps what earlier versions recognized of a file', async () => {
    const { db } = await open()
    await sql`insert into uploads (id, file_name, bytes, state, progress, detected, columns, created_by, created_by_id, created_at)
      values ('up-1', 'a.csv', 1, 'checked', '{"rows":0,"total":0}',
        '{"recognisedAs":"a report of Muster","headerRow":1}', '[]', 'Ana', 'm-1', now())`.execute(db)
    await americanSpelling.up(db)
    await recognizedFiles.up(db)
    const { rows } = await sql`select detected from uploads where id = 'up-1'`.execute(db)
    expect(rows).toEqual([{ detected: { recognizedAs: 'muster_report', headerRow: 1 } }])
  })
})
