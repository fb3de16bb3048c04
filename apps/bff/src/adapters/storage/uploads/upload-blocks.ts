import type { EditedRow } from '@muster/core/upload-block/file-row'
import { type OpenRows, openRows, openRowsAt, type PackedRows, rowAt } from '@muster/core/upload-block/packed-rows'
import { resultAt } from '@muster/core/upload-block/read-block'
import type { BlockDictionary, CheckedBlock, RowFacts } from '@muster/core/upload-block/row-facts'
import { sql } from 'kysely'
import type { KeptRow } from '../../../features/uploads/ports.ts'
import type { StoredRows } from '../../../features/uploads/store-ports.ts'
import { pieceOf } from '../../../waiting-reader.ts'
import { sealOf } from '../database/seal.ts'
import type { Db } from '../database/storage.ts'
import { bytesColumn, bytesParameter } from '../database/stored-bytes.ts'
import {
  type BlockPlace,
  dictionaryFrom,
  factsFrom,
  resultColumns,
  rowColumns,
  rowsFrom,
  sealedResults,
  sealedRows,
} from './block-bytes.ts'
import type { BlockContent, RecentBlocks } from './recent-blocks.ts'
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

/** Blocks as rows of the table, compressed. */
export async function blockColumns(blocks: readonly CheckedBlock[], marks: readonly Uint8Array[]) {
  return Promise.all(
    blocks.map(async (block, at) => ({
      ...(await rowColumns(block.rows)),
      ...(await resultColumns(block)),
      marks: bytesParameter(marks[at] ?? new Uint8Array()),
    })),
  )
}

const sealedBlock = (place: BlockPlace, columns: Awaited<ReturnType<typeof blockColumns>>[number]) =>
  sealedRows(place, sealedResults(place, columns))

export async function insertBlocks(
  trx: Db,
  { id, from }: { readonly id: string; readonly from: number },
  blocks: Awaited<ReturnType<typeof blockColumns>>,
): Promise<void> {
  if (blocks.length === 0) return
  const seal = sealOf(trx)
  const values = blocks.map((columns, at) => {
    const block = from + at
    return { upload_id: id, block, ...sealedBlock({ seal, id, block }, columns) }
  })
  await trx.insertInto('upload_blocks').values(values).execute()
}

/** Blocks read at once, at most; their text stays compressed until they are opened, one after the other. */
const blocksAtOnce = 16

function* stretches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < items.length; ) {
    const some = items.slice(from, from + pieceOf(blocksAtOnce))
    from += some.length
    yield some
  }
}

/** Blocks with everything, in order, by their numbers. */
export async function* wholeBlocks(db: Db, id: string, numbers: readonly number[]): AsyncGenerator<WholeBlock> {
  const seal = sealOf(db)
  for (const some of stretches(numbers.toSorted((one, other) => one - other))) {
    const found = await db
      .selectFrom('upload_blocks')
      .select(['block', 'version', bytesColumn('cells').as('cells'), bytesColumn('facts').as('facts')])
      .select(bytesColumn('dictionary').as('dictionary'))
      .where('upload_id', '=', id)
      .where('block', '=', sql<number>`any(${[...some]}::int[])`)
      .orderBy('block')
      .execute()
    for (const { block, version, cells, facts: packed, dictionary } of found) {
      const facts = factsFrom(packed)
      const place = { seal, id, block }
      const rows = openRows(await rowsFrom(cells, facts.numbers.length, place))
      yield { block, version, rows, facts, dictionary: await dictionaryFrom(dictionary, place) }
    }
  }
}

interface Reading {
  /** Blocks of pages read before. */
  readonly recent?: RecentBlocks | undefined
  /** Which rows of a block to open; all by default. */
  readonly open?: (rows: PackedRows, block: IndexedBlock) => OpenRows
}

/** Blocks with everything, in order; their facts are known from the index, unless they changed since. */
export async function* knownBlocks(
  db: Db,
  id: string,
  blocks: readonly IndexedBlock[],
  { recent, open = openRows }: Reading = {},
): AsyncGenerator<WholeBlock> {
  const seal = sealOf(db)
  for (const some of stretches(blocks.toSorted((one, other) => one.block - other.block))) {
    const held = new Map(some.map((block) => [block, recent?.get(block.facts)]))
    const stored = await readContents(
      db,
      id,
      some.filter((block) => held.get(block) === undefined),
    )
    for (const indexed of some) {
      const { block, version, facts } = indexed
      const found = stored.get(block)
      const content =
        held.get(indexed) ??
        (found?.version === version ? await contentOf(found, facts, { seal, id, block }) : undefined)
      if (content !== undefined) {
        recent?.set(facts, content)
        yield { block, version, facts, rows: open(content.rows, indexed), dictionary: content.dictionary }
      } else if (found !== undefined) yield* wholeBlocks(db, id, [block])
    }
  }
}

interface StoredContent {
  readonly block: number
  readonly version: number
  readonly cells: string
  readonly dictionary: string
}

const contentOf = async (
  { cells, dictionary }: StoredContent,
  facts: RowFacts,
  place: BlockPlace,
): Promise<BlockContent> => ({
  rows: await rowsFrom(cells, facts.numbers.length, place),
  dictionary: await dictionaryFrom(dictionary, place),
})

async function readContents(db: Db, id: string, blocks: readonly IndexedBlock[]) {
  if (blocks.length === 0) return new Map<number, StoredContent>()
  const found: readonly StoredContent[] = await db
    .selectFrom('upload_blocks')
    .select(['block', 'version', bytesColumn('cells').as('cells'), bytesColumn('dictionary').as('dictionary')])
    .where('upload_id', '=', id)
    .where('block', '=', sql<number>`any(${blocks.map(({ block }) => block)}::int[])`)
    .execute()
  return new Map(found.map((one) => [one.block, one]))
}

/** The rows of every block in order. */
export async function* everyBlock(db: Db, id: string): AsyncGenerator<StoredRows> {
  const seal = sealOf(db)
  for (let after = -1; ; ) {
    const found = await db
      .selectFrom('upload_blocks')
      .select(['block', 'version', 'size', bytesColumn('cells').as('cells')])
      .where('upload_id', '=', id)
      .where('block', '>', after)
      .orderBy('block')
      .limit(pieceOf(blocksAtOnce))
      .execute()
    const last = found.at(-1)
    if (last === undefined) return
    for (const { block, version, size, cells } of found)
      yield { block, version, rows: await rowsFrom(cells, size, { seal, id, block }) }
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

/** Rows at these places, which are in order; of their blocks only these rows are opened. */
export async function rowsAt(
  db: Db,
  id: string,
  places: readonly RowPlace[],
  recent: RecentBlocks,
): Promise<readonly KeptRow[]> {
  const placesOf = Map.groupBy(places, ({ block }) => block)
  const byNumber = new Map(Array.from(placesOf, ([{ block }, its]) => [block, its]))
  const rows: KeptRow[] = []
  const open = (packed: PackedRows, block: IndexedBlock) =>
    openRowsAt(packed, new Set((placesOf.get(block) ?? []).map(({ at }) => at)))
  for await (const whole of knownBlocks(db, id, [...placesOf.keys()], { recent, open }))
    for (const place of byNumber.get(whole.block) ?? []) rows.push(keptRow(place, whole))
  return rows
}

/** Every row of the indexed blocks, with the block. */
export async function* everyRow(
  db: Db,
  id: string,
  blocks: readonly IndexedBlock[],
): AsyncGenerator<{ readonly block: IndexedBlock; readonly rows: readonly KeptRow[] }> {
  const byNumber = new Map(blocks.map((block) => [block.block, block]))
  for await (const whole of knownBlocks(db, id, blocks)) {
    const block = byNumber.get(whole.block)
    if (block === undefined) continue
    yield { block, rows: Array.from({ length: sizeOf(whole) }, (_, at) => keptRow({ block, at }, whole)) }
  }
}

/** Rows of a file by their numbers, in order, with all the cells they have. */
export async function fileRows(db: Db, id: string, rows: readonly number[]) {
  const requested = new Set(rows)
  const [first, last] = [Math.min(...rows), Math.max(...rows)]
  const found: EditedRow[] = []
  const seal = sealOf(db)
  for (let after = -1; requested.size > 0; ) {
    const blocks = await db
      .selectFrom('upload_blocks')
      .select(['block', 'size', bytesColumn('cells').as('cells')])
      .where('upload_id', '=', id)
      .where('block', '>', after)
      // Rows of a page are close together. Without this, each block of the file is compared with every row.
      .where('last_row', '>=', first)
      .where('first_row', '<=', last)
      .where(
        sql<boolean>`exists (select from unnest(${[...rows]}::int[]) as requested (row) where row between first_row and last_row)`,
      )
      .orderBy('block')
      .limit(blocksAtOnce)
      .execute()
    for (const { block, size, cells } of blocks) {
      const open = openRows(await rowsFrom(cells, size, { seal, id, block }))
      for (const [at, row] of open.numbers.entries()) if (requested.has(row)) found.push(rowAt(open, at))
      after = block
    }
    if (blocks.length < blocksAtOnce) break
  }
  return found
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
  const place = { seal: sealOf(trx), id, block }
  const results = sealedResults(place, await resultColumns(content))
  const rows = content.rows === undefined ? {} : sealedRows(place, await rowColumns(content.rows))
  const replaced = await trx
    .updateTable('upload_blocks')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .set({ ...results, ...rows })
    .where('upload_id', '=', id)
    .where('block', '=', block)
    .where('version', '=', version)
    .executeTakeFirst()
  return replaced.numUpdatedRows === 1n
}
