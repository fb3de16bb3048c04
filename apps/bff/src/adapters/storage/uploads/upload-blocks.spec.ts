import { aUser } from '@muster/core/testing/account'
import { packRows } from '@muster/core/upload-block/packed-rows'
import { type KyselyPlugin, sql } from 'kysely'
import { expect, test } from 'vitest'
import { editRows, withCell } from '../../../features/uploads/check/revalidate-rows.ts'
import { checksHere, createRowsCheck } from '../../../features/uploads/check/rows-check.ts'
import type { RowsChecks } from '../../../features/uploads/check-ports.ts'
import { correctUpload, recheckUpload } from '../../../features/uploads/fix/correct-upload.ts'
import { fixRows } from '../../../features/uploads/fix/fix-rows.ts'
import { createChecks } from '../../files/check-thread.ts'
import type { Db } from '../database/storage.ts'
import { uploadBlocks } from '../migrations/uploads/0111-upload-blocks.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { uploadApp } from '../testing/upload-app.ts'
import { readIndex } from './index-cache.ts'
import { fileRows } from './upload-blocks.ts'
import { keepTally } from './upload-tally.ts'
import { createSqlUploads } from './uploads-store.ts'

const people = Array.from({ length: 6 }, (_, n) => aUser({ id: `u-${n}`, email: `p${n}@example.com` }))
const header = 'Email,Add groups,Developer\n'
const lines = (count: number) =>
  Array.from({ length: count }, (_, n) => `p${n}@example.com,${n % 3 === 0 ? 'Suport' : 'Support'},yes`).join('\n')
const go = new AbortController().signal

/** The tables as the migration finds them: `upload_rows` instead of `upload_blocks`. */
async function withOldTables(db: Db): Promise<void> {
  await sql`drop table upload_blocks`.execute(db)
  await sql`alter table uploads drop column version`.execute(db)
  await sql`create table upload_rows (
    upload_id text not null, row int not null, retries_seq int, cells jsonb not null, edited int[] not null,
    hidden boolean not null, formulas int[] not null, errors int[] not null, merged jsonb, faults jsonb, offers jsonb,
    excluded boolean not null, duplicate_of int, done boolean not null, level text, subject text, resembles text,
    identifier jsonb, change jsonb, issues jsonb not null, issue_keys text[] not null,
    primary key (upload_id, row))`.execute(db)
}

describeOnEachStorage('blocks of rows', (open) => {
  test('two editors of one row both keep their cells', async () => {
    const { db } = await open()
    const app = await uploadApp(db, { people })
    const id = await app.upload(header + lines(20), 'a.csv')
    const other = { ...app.deps, ...createSqlUploads(db) }
    await other.rows.list(id, { after: 0, limit: 1 })
    await Promise.all([
      fixRows(app.deps, id, { kind: 'cells', cells: [{ row: 2, column: 1, value: 'Support' }] }),
      fixRows(other, id, { kind: 'cells', cells: [{ row: 2, column: 2, value: 'no' }] }),
      fixRows(other, id, { kind: 'cells', cells: [{ row: 3, column: 2, value: 'no' }] }),
      fixRows(app.deps, id, { kind: 'rows', rows: [4], excluded: true }),
    ])
    for (const { rows } of [app.deps, other]) {
      const [first, second, third] = await rows.list(id, { after: 0, limit: 3 })
      expect(first).toMatchObject({ cells: ['p0@example.com', 'Support', 'no'], issues: [] })
      expect(first?.edited.toSorted()).toEqual([1, 2])
      expect(second).toMatchObject({ cells: ['p1@example.com', 'Support', 'no'], excluded: false })
      expect(third).toMatchObject({ excluded: true })
    }
  })

  test('an edit that began before a column was mapped otherwise is checked by the new mapping', async () => {
    const { db } = await open()
    const app = await uploadApp(db, { people })
    const id = await app.upload(header + lines(6), 'a.csv')
    const upload = await app.record(id)
    const asRemoved = upload.columns.map((column) =>
      column.mapping === 'groups_add' ? { ...column, mapping: 'groups_remove' as const } : column,
    )
    await app.deps.store.update(id, { columns: asRemoved })
    await editRows(app.deps, upload, [2], (rows) => rows.map((row) => withCell(row, 1, 'Support')))
    const [row] = await app.deps.rows.byNumber(id, [2])
    expect(row?.change).toMatchObject({ groups: { add: [], remove: ['e-support'] } })
  })

  test('an edit is refused if a column was mapped otherwise and the rows were checked again meanwhile', async () => {
    const { db } = await open()
    const app = await uploadApp(db, { people })
    const id = await app.upload(header + lines(6), 'a.csv')
    const lookups = async () => {
      await correctUpload(app.deps, id, { columns: [{ index: 1, mapping: 'groups_remove', blank: 'keep' }] })
      await recheckUpload(app.deps, id, go)
      return app.deps.directory.lookups()
    }
    const overtaken = { ...app.deps, directory: { ...app.deps.directory, lookups } }
    const cells = [{ row: 2, column: 1, value: 'Support' }]
    await expect(fixRows(overtaken, id, { kind: 'cells', cells })).rejects.toMatchObject({ code: 'conflict' })
    const [edited, other] = await app.deps.rows.byNumber(id, [2, 3])
    expect(edited).toMatchObject({ cells: ['p0@example.com', 'Suport', 'yes'], edited: [] })
    expect(other?.change).toMatchObject({ groups: { add: [], remove: ['e-support'] } })
    await fixRows(app.deps, id, { kind: 'cells', cells })
    const [again] = await app.deps.rows.byNumber(id, [2])
    expect(again?.change).toMatchObject({ groups: { add: [], remove: ['e-support'] } })
  })

  test('an exclusion is refused once a plan is made of the rows', async () => {
    const { db } = await open()
    const app = await uploadApp(db, { people })
    const id = await app.upload(header + lines(6), 'a.csv')
    const upload = await app.record(id)
    expect((await app.plan(id)).summary.total).toBe(6)
    expect(await app.deps.exclusions.exclude(upload, [3], true)).toBe(false)
    expect(await editRows(app.deps, upload, [3], (rows) => rows.map((row) => withCell(row, 2, 'no')))).toBeNull()
    const [row] = await app.deps.rows.byNumber(id, [3])
    expect(row).toMatchObject({ excluded: false, edited: [] })
    await fixRows(app.deps, id, { kind: 'rows', rows: [3], excluded: true })
    expect((await app.record(id)).tally?.counts.excluded).toBe(1)
  })

  test('a plan that is made during an exclusion has the row, and the exclusion conflicts', async () => {
    const { db } = await open()
    const app = await uploadApp(db, { people })
    const id = await app.upload(header + lines(6), 'a.csv')
    const { exclusions } = app.deps
    const exclude: typeof exclusions.exclude = async (...args) => {
      await app.plan(id)
      return exclusions.exclude(...args)
    }
    const deps = { ...app.deps, exclusions: { ...exclusions, exclude } }
    const late = fixRows(deps, id, { kind: 'rows', rows: [3], excluded: true })
    await expect(late).rejects.toMatchObject({ code: 'conflict' })
    expect((await app.record(id)).tally?.counts).toMatchObject({ rows: 6, excluded: 0 })
  })

  test('a missing block does not give its exclusions to the next one', async () => {
    const { db } = await open()
    const app = await uploadApp(db, { people })
    const id = await app.upload(header + lines(2500), 'a.csv')
    await fixRows(app.deps, id, { kind: 'rows', rows: [2, 2501], excluded: true })
    await sql`delete from upload_blocks where upload_id = ${id} and block = 1`.execute(db)
    const requested = (await Array.fromAsync(app.deps.rows.eachRequested(id))).flat().map(({ row }) => row)
    expect(requested[0]).toBeGreaterThan(2)
    expect(requested).not.toContain(2501)
    expect(new Set(requested).size).toBe(2501 - (requested[0] ?? 0))
  })

  test('counts taken before another replica excluded a row do not replace newer ones', async () => {
    const { db } = await open()
    const app = await uploadApp(db, { people })
    const id = await app.upload(header + lines(6), 'a.csv')
    const outdated = await readIndex(db, id)
    const other = { ...app.deps, ...createSqlUploads(db) }
    await fixRows(other, id, { kind: 'rows', rows: [3], excluded: true })
    if (outdated !== null) await keepTally({ db, id, index: outdated })
    expect((await app.record(id)).tally?.counts).toMatchObject({ rows: 6, excluded: 1 })
  })

  test('an exclusion that was never counted is counted before a plan', async () => {
    const { db } = await open()
    const app = await uploadApp(db, { people })
    const id = await app.upload(header + lines(6), 'a.csv')
    await app.deps.exclusions.exclude(await app.record(id), [3], true)
    expect((await app.plan(id)).summary.total).toBe(5)
    expect((await app.record(id)).tally?.counts).toMatchObject({ rows: 6, excluded: 1 })
  })

  test('another replica sees changed duplicates, counts and pages', async () => {
    const { db } = await open()
    const app = await uploadApp(db, { people })
    const id = await app.upload(`${header}${lines(6)}\np1@example.com,Support,no\nP1@example.com,Support,no`, 'a.csv')
    const other = createSqlUploads(db)
    const duplicates = async () =>
      (await other.rows.list(id, { issue: 'duplicate_person::', after: 0, limit: 9 })).map(({ row, duplicateOf }) => [
        row,
        duplicateOf,
      ])
    expect(await duplicates()).toEqual([
      [8, 3],
      [9, 3],
    ])
    await fixRows(app.deps, id, { kind: 'rows', rows: [3], excluded: true })
    expect(await duplicates()).toEqual([[9, 8]])
    await fixRows(app.deps, id, { kind: 'cells', cells: [{ row: 9, column: 0, value: 'p9@example.com' }] })
    expect(await duplicates()).toEqual([])
    expect(await other.rows.list(id, { level: 'error', after: 0, limit: 9 })).toHaveLength(3)
    expect((await other.store.get(id))?.tally?.counts).toMatchObject({ rows: 8, errors: 3, excluded: 1 })
  })

  test('a row that is edited while all rows are checked again is checked with its new cells', async () => {
    const { db } = await open()
    const app = await uploadApp(db, { people })
    const id = await app.upload(header + lines(6), 'a.csv')
    await correctUpload(app.deps, id, { checkAgain: true })
    let edits = 0
    /** Edits a row after the check read it and before the result is stored. */
    const checks: RowsChecks = {
      ...checksHere,
      begin: async (sources, input) => {
        const check = createRowsCheck(sources, input)
        return {
          ...check,
          take: async (rows) => {
            const block = await check.take(rows)
            edits += 1
            if (edits === 1)
              await app.deps.rows.edit(await app.record(id), [2], async ([row]) =>
                row === undefined
                  ? []
                  : [{ ...row, cells: ['unknown@example.com', 'Support', 'yes'], subject: null, resembles: null }],
              )
            return block
          },
        }
      },
    }
    await recheckUpload({ ...app.deps, checks }, id, go)
    const [row] = await app.deps.rows.list(id, { after: 0, limit: 1 })
    expect(row?.issues.map(({ code, value }) => [code, value])).toEqual([['person_unknown', 'unknown@example.com']])
    expect(edits).toBe(2)
  })

  test('a thread finds what a check at once finds, also in a second file', async () => {
    const { db } = await open()
    const app = await uploadApp(db, { people })
    Object.assign(app.deps, { checks: createChecks({ leastRows: 0 }) })
    const text = `${header}${lines(2500)}\n "Total",,\nP1@example.com,n/a,perhaps\n`
    const own = await uploadApp(db, { people })
    const shown = async (one: typeof app, id: string) => [(await one.record(id)).tally, await one.rows(id)]
    const expected = await shown(own, await own.upload(text, 'a.csv'))
    for (const name of ['b.csv', 'c.csv']) expect(await shown(app, await app.upload(text, name))).toEqual(expected)
  })

  test('few blocks are read at once, however many contain the rows', async () => {
    const { db } = await open()
    const reads: number[] = []
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        if (result.rows.some((row) => 'cells' in row)) reads.push(result.rows.length)
        return result
      },
    }
    const app = await uploadApp(db.withPlugin(counting), { people })
    const count = 50
    const id = await app.upload(header + lines(1), 'a.csv')
    const upload = await app.record(id)
    const { rows } = app.deps
    const attempt = await rows.beginReading(id, count)
    const check = createRowsCheck(app.deps, {
      upload,
      lookups: await app.deps.directory.lookups(),
      rows: count,
      isFile: false,
    })
    const numbers = Array.from({ length: count }, (_, at) => at + 2)
    const one = { cells: ['p1@example.com', 'Suport', 'yes'], hidden: false, formulas: [], errors: [] }
    for (const row of numbers) await rows.keepBlocks(id, attempt, [await check.take(packRows([{ ...one, row }]))])
    await rows.recount(id)

    reads.length = 0
    expect(await rows.list(id, { level: 'error', after: 0, limit: count })).toHaveLength(count)
    expect(await fileRows(db.withPlugin(counting), id, numbers)).toHaveLength(count)
    await fixRows(app.deps, id, { kind: 'cells', cells: numbers.map((row) => ({ row, column: 1, value: 'Support' })) })
    expect(await app.rows(id)).toHaveLength(count)
    expect((await app.rows(id)).every(({ cells }) => cells[1] === 'Support')).toBe(true)
    expect(reads.length).toBeGreaterThan(4)
    expect(Math.max(...reads)).toBeLessThanOrEqual(16)
  })

  test('rows of earlier versions stay as they were checked', async () => {
    const { db } = await open()
    const app = await uploadApp(db, { people })
    const id = await app.upload(`${header}${lines(5)}\np1@example.com,Support,no\n,Support,no\n`, 'a.csv')
    await fixRows(app.deps, id, { kind: 'cells', cells: [{ row: 2, column: 2, value: 'no' }] })
    await fixRows(app.deps, id, { kind: 'rows', rows: [5], excluded: true })
    const before = await app.rows(id)
    const { tally } = await app.record(id)
    const subjects = ['u-0', 'u-1', 'u-2', 'u-3', 'u-4', 'u-1']
    await withOldTables(db)
    for (const [at, row] of before.entries())
      await sql`insert into upload_rows values (
        ${id}, ${row.row}, null, ${JSON.stringify(row.cells)}::jsonb, ${[...row.edited]}::int[], ${row.hidden},
        ${[...row.formulas]}::int[], ${[...row.errors]}::int[], null, null, null, ${row.excluded}, ${row.duplicateOf},
        ${row.done}, null, ${subjects[at] === undefined ? null : `userId:${subjects[at]}`}, null,
        ${row.identifier === null ? null : JSON.stringify(row.identifier)}::jsonb,
        ${row.change === null ? null : JSON.stringify(row.change)}::jsonb, ${JSON.stringify(row.issues)}::jsonb,
        '{}')`.execute(db)
    await uploadBlocks.up(db)
    const { rows, store } = createSqlUploads(db)
    expect(await rows.list(id, { after: 0, limit: 100 })).toEqual(before)
    await rows.recount(id)
    expect((await store.get(id))?.tally).toEqual(tally)
  })
})
