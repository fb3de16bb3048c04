import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { CheckedRow } from '../../../features/uploads/ports.ts'
import { newUpload } from '../../../features/uploads/receive/new-upload.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlUploads } from './uploads-store.ts'

const upload = (id: string) =>
  newUpload({
    id,
    fileName: 'people.csv',
    state: 'checking',
    createdBy: { memberId: 'm', email: 'm@example.com' },
    createdAt: 0,
  })

/** A row for a user unknown to the directory; the last row repeats the first one's user. */
function unknown(at: number, of: number): CheckedRow {
  const value = `p${at === of - 1 ? 0 : at}@example.com`
  const issue = { code: 'person_unknown', column: 0, value, suggestions: [], level: 'error' } as const
  return {
    row: at + 2,
    cells: [value],
    hidden: false,
    formulas: [],
    errors: [],
    edited: [],
    identifier: { by: 'email', value },
    change: null,
    subject: `email:${value}`,
    resembles: value,
    done: false,
    issues: [{ ...issue, key: `person_unknown:0:${value}` }],
  }
}

describeOnEachStorage('rows of an upload without statistics in the database', (open) => {
  // Assuming a handful, the planner would compare each with each: 10,000 rows took minutes.
  it('are checked for duplicates and rewritten in time proportional to their number', { timeout: 30_000 }, async () => {
    const { db } = await open()
    const { store, rows: kept } = createSqlUploads(db)
    const keep = async (id: string, size: number) => {
      await store.create(upload(id))
      const attempt = await kept.beginReading(id, size)
      const rows = Array.from({ length: size }, (_, at) => unknown(at, size))
      for (let at = 0; at < size; at += 1000) await kept.keepRows(id, attempt, rows.slice(at, at + 1000))
    }
    for (const id of ['a', 'b', 'c', 'd']) await keep(id, 1000)
    await sql`analyze upload_rows`.execute(db)
    const size = 12_000
    await keep('large', size)
    const started = performance.now()
    await kept.recountDuplicates('large')
    await kept.replaceRows('large', await kept.list('large', { after: 6000, limit: 500 }))
    expect(performance.now() - started).toBeLessThan(10_000)
    const [last] = await kept.list('large', { after: size, limit: 1 })
    expect([last?.row, last?.duplicateOf]).toEqual([size + 1, 2])
    expect((await store.get('large'))?.tally?.counts).toMatchObject({ rows: size, errors: size })
  })
})
