import type { Identifier } from '@muster/core/account/user'
import type { Change } from '@muster/core/change/change'
import { BlockBuilder, identifierKinds } from '@muster/core/upload-block/block-builder'
import type { EditedRow } from '@muster/core/upload-block/file-row'
import { packRows } from '@muster/core/upload-block/packed-rows'
import type { RowResult } from '@muster/core/upload-block/row-facts'
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { bytesParameter } from '../../database/stored-bytes.ts'
import { resultColumns, rowColumns } from '../../uploads/block-bytes.ts'

const rowsPerBlock = 1024

interface OldRow {
  readonly row: number
  readonly retries_seq: number | null
  readonly cells: readonly string[]
  readonly edited: readonly number[]
  readonly hidden: boolean
  readonly formulas: readonly number[]
  readonly errors: readonly number[]
  readonly merged: EditedRow['merged'] | null
  readonly faults: EditedRow['faults'] | null
  readonly offers: EditedRow['offers'] | null
  readonly excluded: boolean
  readonly done: boolean
  readonly subject: string | null
  readonly resembles: string | null
  readonly identifier: Identifier | null
  readonly change: Change | null
  readonly issues: RowResult['issues']
}

const rowOf = ({ row, retries_seq, merged, faults, offers, ...old }: OldRow): EditedRow => ({
  row,
  cells: old.cells,
  edited: old.edited,
  hidden: old.hidden,
  formulas: old.formulas,
  errors: old.errors,
  merged: merged ?? undefined,
  faults: faults ?? undefined,
  offers: offers ?? undefined,
  retriesSeq: retries_seq ?? undefined,
})

async function insertBlock(
  db: Kysely<unknown>,
  { id, columns }: { readonly id: string; readonly columns: Parameters<typeof identifierKinds>[0] },
  { block, rows }: { readonly block: number; readonly rows: readonly OldRow[] },
): Promise<void> {
  const packed = packRows(rows.map(rowOf))
  const builder = new BlockBuilder(packed.numbers, identifierKinds(columns))
  for (const [at, { cells, identifier, change, subject, resembles, done, issues }] of rows.entries())
    builder.add(at, cells, { identifier, change, subject, resembles, done, issues })
  const { size, first_row, last_row, widest, cells, retries } = await rowColumns(packed)
  const { facts, dictionary } = await resultColumns(builder.build())
  const marks = bytesParameter(Uint8Array.from(rows, ({ excluded }) => (excluded ? 1 : 0)))
  await sql`
    insert into upload_blocks (upload_id, block, size, first_row, last_row, widest, cells, facts, dictionary, marks, retries)
    values (${id}, ${block}, ${size}, ${first_row}, ${last_row}, ${widest}, ${cells}, ${facts}, ${dictionary}, ${marks},
      ${retries}::int[])`.execute(db)
}

async function moveRows(db: Kysely<unknown>): Promise<void> {
  const { rows: uploads } = await sql<{ id: string; columns: Parameters<typeof identifierKinds>[0] }>`
    select id, columns from uploads where exists (select from upload_rows where upload_id = uploads.id)`.execute(db)
  for (const upload of uploads) {
    let after = -1
    for (let block = 1; ; block += 1) {
      const { rows } = await sql<OldRow>`
        select * from upload_rows where upload_id = ${upload.id} and row > ${after} order by row
        limit ${rowsPerBlock}`.execute(db)
      const last = rows.at(-1)
      if (last === undefined) break
      await insertBlock(db, upload, { block, rows })
      after = last.row
    }
  }
}

/** Stores the rows of uploads in compressed blocks instead of one by one. */
export const uploadBlocks: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table uploads add column version int not null default 1`.execute(db)
    await sql`
      create table upload_blocks (
        upload_id text not null references uploads (id) on delete cascade,
        block int not null,
        version int not null default 1,
        size int not null,
        first_row int not null,
        last_row int not null,
        widest int not null,
        cells bytea not null,
        facts bytea not null,
        dictionary bytea not null,
        marks bytea not null,
        retries int[],
        primary key (upload_id, block)
      )`.execute(db)
    // They are compressed already.
    for (const column of ['cells', 'facts', 'dictionary', 'marks'])
      await sql`alter table upload_blocks alter column ${sql.ref(column)} set storage external`.execute(db)
    await moveRows(db)
    await sql`drop table upload_rows`.execute(db)
  },
}
