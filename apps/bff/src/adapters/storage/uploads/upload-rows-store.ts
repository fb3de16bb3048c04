import { setTimeout as pause } from 'node:timers/promises'
import { BlockBuilder } from '@muster/core/upload-block/block-builder'
import { packRows, rowAt } from '@muster/core/upload-block/packed-rows'
import type { CheckedBlock } from '@muster/core/upload-block/row-facts'
import type { CheckedRow, EditedUpload } from '../../../features/uploads/ports.ts'
import type { RowExclusions, StoredRows, UploadRows } from '../../../features/uploads/store-ports.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import type { IndexCache } from './index-cache.ts'
import { createRecentBlocks, type RecentBlocks } from './recent-blocks.ts'
import type { RecentIssues } from './recent-issues.ts'
import { countRows, isRequested, noCounts } from './row-counts.ts'
import { mark } from './row-duplicates.ts'
import { addProgress, beginReading, newVersion, takeOver } from './upload-attempt.ts'
import {
  blockColumns,
  everyBlock,
  everyRow,
  insertBlocks,
  knownBlocks,
  replaceBlock,
  rowsAt,
  type WholeBlock,
  wholeBlocks,
  writeMarks,
} from './upload-blocks.ts'
import { causesOf, firstMarks, type RowPlace, UploadIndex } from './upload-index.ts'
import { keepTally } from './upload-tally.ts'

type Edit = Parameters<UploadRows['edit']>
type Places = readonly RowPlace[]

/** A block in which these rows are others. */
function withRows({ rows, facts, dictionary }: WholeBlock, changed: ReadonlyMap<number, CheckedRow>): CheckedBlock {
  const builder = new BlockBuilder(facts.numbers, dictionary.kinds)
  const after = Array.from(rows.numbers, (number, at) => changed.get(number) ?? rowAt(rows, at))
  for (const [at, { row, cells }] of after.entries()) {
    const its = changed.get(row)
    if (its === undefined) builder.copy(at, { facts, dictionary })
    else builder.add(at, cells, its)
  }
  return { rows: packRows(after), ...builder.build() }
}

/** A block after an edit, as the index needs it. */
type EditedBlock = Pick<WholeBlock, 'block' | 'version'> & Omit<CheckedBlock, 'rows'>

interface EditedRows {
  readonly changed: ReadonlyMap<number, CheckedRow>
  readonly places: Places
  readonly recent: RecentBlocks
}

/**
 * Stores edited rows in blocks that have the versions of the index, one block after the other. Null if the upload has
 * another attempt or state. Throws `conflict` if another editor was faster.
 */
async function storeBlocks(
  db: Db,
  upload: EditedUpload,
  { changed, places, recent, conflict }: EditedRows & { readonly conflict: Error },
): Promise<{ version: number; edited: readonly EditedBlock[] } | null> {
  const { id } = upload
  const edited: EditedBlock[] = []
  const versions = new Map(places.map(({ block }) => [block.block, block.version]))
  const numbers = places.filter(({ block, at }) => changed.has(block.facts.numbers[at] ?? 0))
  return db.transaction().execute(async (trx) => {
    const version = await newVersion(trx, upload)
    if (version === null) return null
    for await (const before of knownBlocks(trx, id, [...new Set(numbers.map(({ block }) => block))], { recent })) {
      const { block, version: known } = before
      const after = withRows(before, changed)
      if (versions.get(block) !== known || !(await replaceBlock(trx, id, before, after))) throw conflict
      const { rows, facts, dictionary } = after
      // Only the index of a committed edit has these facts.
      recent.set(facts, { rows, dictionary })
      edited.push({ block, version: known, facts, dictionary })
    }
    return { version, edited }
  })
}

/** Stores edited rows, each block if no other editor was faster. */
async function storeEdit(
  db: Db,
  cache: IndexCache,
  upload: EditedUpload,
  rows: EditedRows,
): Promise<'stored' | 'overtaken' | 'conflict'> {
  const conflict = new Error('another editor was faster')
  try {
    const stored = await storeBlocks(db, upload, { ...rows, conflict })
    if (stored === null) return 'overtaken'
    cache.apply(upload.id, stored.version, (index) => {
      for (const { block, version, facts, dictionary } of stored.edited) {
        const marks = index.blocks.find((one) => one.block === block)?.marks ?? new Uint8Array()
        index.replace({ block, version: version + 1, facts, marks, causes: causesOf(dictionary.entries) })
      }
    })
    return 'stored'
  } catch (error) {
    if (error === conflict) return 'conflict'
    throw error
  }
}

const mostConflicts = 20

async function editRows(db: Db, cache: IndexCache, recent: RecentBlocks, [upload, rows, check]: Edit) {
  const { id } = upload
  for (let conflicts = 0; conflicts < mostConflicts; conflicts += 1) {
    const places = (await cache.get(id))?.placesOf(rows) ?? []
    const checked = await check(await rowsAt(db, id, places, recent))
    if (checked.length === 0) return []
    const changed = new Map(checked.map((row) => [row.row, row]))
    const end = await storeEdit(db, cache, upload, { changed, places, recent })
    if (end === 'stored') return checked
    if (end === 'overtaken') return null
    await pause(conflicts * 5)
  }
  throw new Error(`rows of the upload ${id} are edited too often at once`)
}

async function keepBlocks(
  db: Db,
  cache: IndexCache,
  { id, attempt }: { readonly id: string; readonly attempt: number },
  given: readonly CheckedBlock[],
): Promise<boolean> {
  const blocks = given.filter(({ rows }) => rows.numbers.length > 0)
  const marks = blocks.map(({ facts }) => firstMarks(facts))
  const marked = blocks.map(({ facts }, at) => ({
    facts,
    marks: marks[at] ?? new Uint8Array(),
    duplicates: new Uint32Array(facts.numbers.length),
  }))
  const columns = await blockColumns(blocks, marks)
  const stored = await db.transaction().execute(async (trx) => {
    const progress = await addProgress(trx, { id, attempt }, marked.reduce(countRows, noCounts))
    if (progress === null) return null
    const from = progress.last + 1
    await insertBlocks(trx, { id, from }, columns)
    return { version: progress.version, from }
  })
  if (stored === null) return false
  cache.apply(id, stored.version, (index) => {
    for (const [at, { facts, dictionary }] of blocks.entries())
      index.append({
        block: stored.from + at,
        version: 1,
        facts,
        marks: marks[at] ?? new Uint8Array(),
        causes: causesOf(dictionary.entries),
      })
  })
  return true
}

async function replaceBlocks(
  db: Db,
  cache: IndexCache,
  [id, attempt, blocks]: Parameters<UploadRows['replaceBlocks']>,
): Promise<readonly StoredRows[] | null> {
  const stored = await db.transaction().execute(async (trx) => {
    const version = await newVersion(trx, { id, attempt })
    if (version === null) return null
    const replaced = new Set<number>()
    for (const block of blocks) if (await replaceBlock(trx, id, block, block.results)) replaced.add(block.block)
    return { version, replaced }
  })
  if (stored === null) return null
  const { version, replaced } = stored
  cache.apply(id, version, (index) => {
    for (const { block, version: old, results } of blocks) {
      const marks = index.blocks.find((one) => one.block === block)?.marks
      if (marks === undefined || !replaced.has(block)) continue
      const { facts, dictionary } = results
      index.replace({ block, version: old + 1, facts, marks, causes: causesOf(dictionary.entries) })
    }
  })
  const edited = blocks.filter(({ block }) => !replaced.has(block)).map(({ block }) => block)
  const again: StoredRows[] = []
  for await (const { block, version: now, rows } of wholeBlocks(db, id, edited))
    again.push({ block, version: now, rows: packRows(Array.from(rows.numbers, (_, at) => rowAt(rows, at))) })
  return again
}

/** Stores the rows of uploads in the database. */
export function createSqlUploadRows(db: Db, cache: IndexCache, issues: RecentIssues): UploadRows {
  const recent = createRecentBlocks()
  return {
    beginReading: async (id, total) => {
      const { attempt, version } = await beginReading(db, id, total)
      cache.keep(id, new UploadIndex(version))
      return attempt
    },
    keepBlocks: (id, attempt, blocks) => keepBlocks(db, cache, { id, attempt }, blocks),
    takeOver: (id) => takeOver(db, id),
    blocks: (id) => everyBlock(db, id),
    replaceBlocks: (...args) => replaceBlocks(db, cache, args),
    edit: (...args) => editRows(db, cache, recent, args),
    recount: async (id) => {
      const index = await cache.get(id)
      const kept = index === null ? null : await keepTally({ db, id, index, recent })
      if (kept !== null) issues.set(id, kept)
    },
    list: async (id, query) => {
      const index = await cache.get(storableText(id))
      return index === null ? [] : rowsAt(db, id, index.match(query), recent)
    },
    byNumber: async (id, rows) => rowsAt(db, id, (await cache.get(id))?.placesOf(rows) ?? [], recent),
    each: async function* (id) {
      const blocks = (await cache.get(id))?.blocks ?? []
      for await (const { rows } of everyRow(db, id, blocks)) yield rows
    },
    eachRequested: async function* (id) {
      const blocks = (await cache.get(id))?.blocks ?? []
      for await (const { block, rows } of everyRow(db, id, blocks)) {
        const requested = rows.filter((_, at) => isRequested(block, at))
        if (requested.length > 0) yield requested
      }
    },
  }
}

/** Excludes or includes rows; retries if rows changed meanwhile. False if the upload has another attempt or state. */
async function setExcluded(
  db: Db,
  cache: IndexCache,
  upload: EditedUpload,
  {
    placesOf,
    excluded,
  }: { readonly placesOf: (index: UploadIndex) => readonly RowPlace[]; readonly excluded: boolean },
): Promise<boolean> {
  const { id } = upload
  for (let conflicts = 0; conflicts < mostConflicts; conflicts += 1) {
    const index = await cache.get(id)
    if (index === null) return false
    const marked = new Map(placesOf(index).map(({ block }) => [block.block, { ...block, marks: block.marks.slice() }]))
    for (const { block, at } of placesOf(index)) {
      const marks = marked.get(block.block)?.marks ?? new Uint8Array()
      marks[at] = excluded ? (marks[at] ?? 0) | mark.excluded : (marks[at] ?? 0) & ~mark.excluded
    }
    const seen = index.version
    const { version, isStored } = await db.transaction().execute(async (trx) => {
      const next = await newVersion(trx, upload)
      if (next !== seen + 1) return { version: next, isStored: false }
      await writeMarks(trx, id, [...marked.values()])
      return { version: next, isStored: true }
    })
    if (version === null) return false
    if (!isStored) continue
    cache.apply(id, version, (own) => {
      for (const block of marked.values()) own.replace({ ...block, version: block.version + 1 })
    })
    return true
  }
  throw new Error(`rows of the upload ${id} are edited too often at once`)
}

const everyRowOf = { after: 0, limit: Number.POSITIVE_INFINITY } as const

/** Marks rows as excluded. */
export function createSqlRowExclusions(db: Db, cache: IndexCache): RowExclusions {
  const exclude = (upload: EditedUpload, excluded: boolean, placesOf: (index: UploadIndex) => readonly RowPlace[]) =>
    setExcluded(db, cache, upload, { placesOf, excluded })
  return {
    exclude: (upload, rows, excluded) => exclude(upload, excluded, (index) => index.placesOf(rows)),
    excludeIssue: (upload, issue) => exclude(upload, true, (index) => index.match({ issue, ...everyRowOf })),
    excludeLevel: (upload, level, excluded) =>
      exclude(upload, excluded, (index) => index.match({ level, ...everyRowOf })),
  }
}
