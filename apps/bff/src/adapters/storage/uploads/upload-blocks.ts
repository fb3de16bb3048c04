import { type OpenRows, openRows, rowAt } from '@muster/core/upload-block/packed-rows'
import { resultAt } from '@muster/core/upload-block/read-block'
import type { BlockDictionary, CheckedBlock, RowFacts } from '@muster/core/upload-block/row-facts'
import { sql } from 'kysely'
import type { KeptRow } from '../../../features/uploads/ports.ts'
import type { StoredRows } from '../../../features/uploads/store-ports.ts'
import type { Db } from '../database/storage.ts'
import { bytesColumn, bytesParameter } from '../database/stored-bytes.ts'
import { dictionaryFrom, factsFrom, resultColumns, rowColumns, rowsFrom } from './block-bytes.ts'
import { mark } from './row-duplicates.ts'
import type { IndexedBlock, RowPlace } from './upload-index.ts'

/** A block with everything, in memory. */
export interface WholeBlock {
  readonly block: number
  readonly version: number
  readonly rows: OpenRows
  readonly facts: RowFacts
  readonly dictionary: BlockDictionary
}

/** The size of a block by the facts it has of each row. */
const sizeOf = ({ facts }: { readonly facts: RowFacts }) => facts.numbers.length

export async function insertBlocks(
  trx: Db,
  { id, from }: { readonly id: string; readonly from: number },
  blocks: readonly CheckedBlock[],
  marks: readonly Uint8Array[],
): Promise<void> {
  for (const [at, block] of blocks.entries()) {
    await trx
      .insertInto('upload_blocks')
      .values({
        upload_id: id,
        block: from + at,
        ...(await rowColumns(block.rows)),
        ...(await resultColumns(block)),
        marks: bytesParameter(marks[at] ?? new Uint8Array()),
      })
      .execute()
  }
}

/** Blocks with everything, by their numbers. */
export async function wholeBlocks(db: Db, id: string, numbers: readonly number[]): Promise<readonly WholeBlock[]> {
  if (numbers.length === 0) return []
  const found = await db
    .selectFrom('upload_blocks')
    .select(['block', 'version', bytesColumn('cells').as('cells'), bytesColumn('facts').as('facts')])
    .select(bytesColumn('dictionary').as('dictionary'))
    .where('upload_id', '=', id)
    .where('block', '=', sql<number>`any(${[...numbers]}::int[])`)
    .orderBy('block')
    .execute()
  return Promise.all(
    found.map(async ({ block, version, cells, facts, dictionary }) => {
      const its = factsFrom(facts)
      return {
        block,
        version,
        rows: openRows(await rowsFrom(cells, its.numbers.length)),
        facts: its,
        dictionary: await dictionaryFrom(dictionary),
      }
    }),
  )
}

/** Blocks with everything; their facts are known from the index, unless they changed since. */
async function knownBlocks(db: Db, id: string, blocks: readonly IndexedBlock[]): Promise<readonly WholeBlock[]> {
  if (blocks.length === 0) return []
  const known = new Map(blocks.map((block) => [`${block.block} ${block.version}`, block]))
  const found = await db
    .selectFrom('upload_blocks')
    .select(['block', 'version', bytesColumn('cells').as('cells'), bytesColumn('dictionary').as('dictionary')])
    .where('upload_id', '=', id)
    .where('block', '=', sql<number>`any(${blocks.map(({ block }) => block)}::int[])`)
    .execute()
  const changed = found.filter(({ block, version }) => !known.has(`${block} ${version}`)).map(({ block }) => block)
  const unchanged = found.map(async ({ block, version, cells, dictionary }): Promise<readonly WholeBlock[]> => {
    const facts = known.get(`${block} ${version}`)?.facts
    if (facts === undefined) return []
    const rows = openRows(await rowsFrom(cells, facts.numbers.length))
    return [{ block, version, rows, facts, dictionary: await dictionaryFrom(dictionary) }]
  })
  const whole = [...(await Promise.all(unchanged)).flat(), ...(await wholeBlocks(db, id, changed))]
  return whole.toSorted((one, other) => one.block - other.block)
}

const blocksAtOnce = 16

/** The rows of every block in order. */
export async function* everyBlock(db: Db, id: string): AsyncGenerator<StoredRows> {
  for (let after = -1; ; ) {
    const found = await db
      .selectFrom('upload_blocks')
      .select(['block', 'version', 'size', bytesColumn('cells').as('cells')])
      .where('upload_id', '=', id)
      .where('block', '>', after)
      .orderBy('block')
      .limit(blocksAtOnce)
      .execute()
    const last = found.at(-1)
    if (last === undefined) return
    for (const { block, version, size, cells } of found) yield { block, version, rows: await rowsFrom(cells, size) }
    after = last.block
  }
}

/** A row as displayed and planned. */
export function keptRow({ block, at }: RowPlace, whole: WholeBlock): KeptRow {
  const row = rowAt(whole.rows, at)
  const duplicate = block.duplicates[at] ?? 0
  return {
    ...row,
    ...resultAt(whole, at, row.cells),
    ...(((block.marks[at] ?? 0) & mark.retriedElsewhere) === 0 ? {} : { done: true }),
    excluded: ((block.marks[at] ?? 0) & mark.excluded) !== 0,
    duplicateOf: duplicate === 0 ? null : duplicate,
  }
}

/** Rows at these places, which are in order. */
export async function rowsAt(db: Db, id: string, places: readonly RowPlace[]): Promise<readonly KeptRow[]> {
  const blocks = await knownBlocks(db, id, [...new Set(places.map(({ block }) => block))])
  const byNumber = new Map(blocks.map((whole) => [whole.block, whole]))
  return places.flatMap((place) => {
    const whole = byNumber.get(place.block.block)
    return whole === undefined ? [] : [keptRow(place, whole)]
  })
}

/** Every row of the indexed blocks, with the block. */
export async function* everyRow(
  db: Db,
  id: string,
  blocks: readonly IndexedBlock[],
): AsyncGenerator<{ readonly block: IndexedBlock; readonly rows: readonly KeptRow[] }> {
  for (let from = 0; from < blocks.length; from += blocksAtOnce) {
    const some = blocks.slice(from, from + blocksAtOnce)
    for (const whole of await knownBlocks(db, id, some)) {
      const block = some.find((one) => one.block === whole.block)
      if (block === undefined) continue
      yield { block, rows: Array.from({ length: sizeOf(whole) }, (_, at) => keptRow({ block, at }, whole)) }
    }
  }
}

/** Rows of a file by their numbers, in order, with all the cells they have. */
export async function fileRows(db: Db, id: string, rows: readonly number[]) {
  if (rows.length === 0) return []
  const found = await db
    .selectFrom('upload_blocks')
    .select(['size', bytesColumn('cells').as('cells')])
    .where('upload_id', '=', id)
    .where(
      sql<boolean>`exists (select from unnest(${[...rows]}::int[]) as requested (row) where row between first_row and last_row)`,
    )
    .orderBy('block')
    .execute()
  const requested = new Set(rows)
  const lists = await Promise.all(
    found.map(async ({ size, cells }) => {
      const open = openRows(await rowsFrom(cells, size))
      return [...open.numbers].flatMap((row, at) => (requested.has(row) ? [rowAt(open, at)] : []))
    }),
  )
  return lists.flat()
}

export interface MarkedBlock {
  readonly block: number
  readonly marks: Uint8Array
}

/** Stores which rows are excluded or retried elsewhere. */
export async function writeMarks(trx: Db, id: string, blocks: readonly MarkedBlock[]): Promise<void> {
  if (blocks.length === 0) return
  const texts = blocks.map(({ marks }) => Buffer.from(marks).toString('base64'))
  await sql`
    update upload_blocks b set version = version + 1, marks = decode(n.marks, 'base64')
    from unnest(${blocks.map(({ block }) => block)}::int[], ${texts}::text[]) as n (block, marks)
    where b.upload_id = ${id} and b.block = n.block`.execute(trx)
}

/** Stores a block again if it still has this version. False if another editor was faster. */
export async function replaceBlock(
  trx: Db,
  id: string,
  { block, version }: { readonly block: number; readonly version: number },
  content: Omit<CheckedBlock, 'rows'> & Partial<Pick<CheckedBlock, 'rows'>>,
): Promise<boolean> {
  const replaced = await trx
    .updateTable('upload_blocks')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .set(await resultColumns(content))
    .set(content.rows === undefined ? {} : await rowColumns(content.rows))
    .where('upload_id', '=', id)
    .where('block', '=', block)
    .where('version', '=', version)
    .executeTakeFirst()
  return replaced.numUpdatedRows === 1n
}
