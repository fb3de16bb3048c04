import { existsSync, readdirSync } from 'node:fs'
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { StorageError } from '../database/storage-error.ts'
import { follows, readControl, storePosition } from './control-file.ts'
import { pageBytes } from './page-checksum.ts'
import { changedCommitStatus, commitStatusRecord, recordCommitStatus } from './transaction-log.ts'
import { pagesFiles, type ZeroPages } from './verify-pages.ts'
import { pageRanges, zeroPagesIn } from './zero-pages.ts'

/** Path of the embedded database in the data folder. */
export const databaseFolder = (dataDir: string): string => join(dataDir, 'pglite')
export const recordFile = (dataDir: string): string => join(dataDir, 'store.json')
/** The database of a backup until the restore is complete. */
export const restoringFolder = (dataDir: string): string => join(dataDir, 'restoring')

/** Checked at once: over a thousand files, a schema for each costs more than reading them. */
const sizesSchema = z.custom<Readonly<Record<string, number>>>(
  (value) =>
    typeof value === 'object' && value?.constructor === Object && Object.values(value).every(Number.isSafeInteger),
)

/**
 * Content of the database's folder when it was last made durable: the bytes of each file of pages. Files only grow
 * (vacuum does not truncate them), so a shorter file is damaged. Kept beside the database: a folder that lost its files
 * must not count as new. `position` is how far that database was written: the sizes do not apply to an older copy of
 * it, nor to another database in its place. `zeros` and `outcomes` cover what has no checksum: pages of zeros, and the
 * log of which transactions committed. `damage` was found while the database was in use: it is not opened again, because
 * what was written since may have covered the damage. `movingSince` precedes the commit in PostgreSQL, and `movedAt`
 * follows it: between the two, either state may be the current one.
 */
const storeRecord = z.strictObject({
  version: z.literal(1),
  sizes: sizesSchema,
  zeros: z.optional(z.record(z.string(), pageRanges)),
  outcomes: z.optional(commitStatusRecord),
  position: z.optional(storePosition),
  damage: z.optional(z.string()),
  movingSince: z.optional(z.string()),
  movedAt: z.optional(z.string()),
})
type StoreRecord = z.infer<typeof storeRecord>

/** Files that every PostgreSQL folder contains. */
const essential = ['PG_VERSION', 'global/pg_control', 'base', 'pg_wal', 'pg_xact']
/** The first file number outside PostgreSQL's own range. */
const firstOwnFile = 16_384

const remedy = (dataDir: string): string =>
  `No data was removed. Restore a backup with "npm run doctor -- restore <backup>", or start afresh by moving ${dataDir} away.`

/** The error for a folder that must not be opened, with the damage and the way to a backup. */
export const damaged = (dataDir: string, what: string): StorageError =>
  new StorageError('damaged', `The database in ${databaseFolder(dataDir)} is damaged: ${what}. ${remedy(dataDir)}`)

async function readRecord(dataDir: string): Promise<StoreRecord | null> {
  try {
    return storeRecord.parse(JSON.parse(await readFile(recordFile(dataDir), 'utf8')))
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return null
    throw damaged(dataDir, 'store.json beside it cannot be read')
  }
}

/** Whether a folder contains Muster's tables: false if a first start was interrupted. */
export function holdsTables(folder: string): boolean {
  const base = join(folder, 'base')
  if (!existsSync(base)) return false
  return readdirSync(base).some((database) =>
    /^\d+$/.test(database)
      ? readdirSync(join(base, database)).some((name) => Number.parseInt(name, 10) >= firstOwnFile)
      : false,
  )
}

/** Whether a record describes the database in the folder, or an earlier state of it. */
async function applies(dataDir: string, { position }: StoreRecord): Promise<boolean> {
  if (position === undefined) return true
  const present = await readControl(databaseFolder(dataDir))
  if (present === null) throw damaged(dataDir, 'global/pg_control is cut')
  return follows(present.position, position)
}

/** What the record knows of the folder. */
export interface KnownContent {
  /** Whether a record applies to the folder; if not, a new one is due. */
  readonly isRecorded: boolean
  /** Whether the database was closed regularly. If not, its recovery may still repair pages and remove dropped tables. */
  readonly isClosed: boolean
  readonly sizes: StoreRecord['sizes']
  readonly zeroPages: ZeroPages
}

function zeroPagesOf({ sizes, zeros }: StoreRecord): ZeroPages {
  if (zeros === undefined) return {}
  const entries = Object.entries(sizes).map(([path, bytes]) => [
    path,
    { pages: Math.floor(bytes / pageBytes), zeros: zeros[path] ?? [] },
  ])
  return Object.fromEntries(entries)
}

/** What the record beside a database knows of it: nothing if it does not apply. */
export async function readKnown(dataDir: string): Promise<KnownContent> {
  return knownBy(await readRecord(dataDir), dataDir)
}

async function knownBy(record: StoreRecord | null, dataDir: string): Promise<KnownContent> {
  const isClosed = (await readControl(databaseFolder(dataDir)).catch(() => null))?.isClosed === true
  if (record === null || !(await applies(dataDir, record)))
    return { isRecorded: false, isClosed, sizes: {}, zeroPages: {} }
  return { isRecorded: true, isClosed, sizes: record.sizes, zeroPages: zeroPagesOf(record) }
}

/** Refuses files that are shorter than recorded and that are `needed`. */
export function refuseShorter(
  dataDir: string,
  sizes: { readonly recorded: KnownContent['sizes']; readonly present: ReadonlyMap<string, number> },
  needed: (path: string, bytes: number) => boolean,
): void {
  for (const [path, recorded] of Object.entries(sizes.recorded)) {
    const bytes = sizes.present.get(path)
    // A missing file may have been dropped; the database itself detects whether a needed one is missing.
    if (bytes !== undefined && bytes < recorded && needed(path, bytes))
      throw damaged(dataDir, `${path} has ${bytes} bytes of ${recorded}`)
  }
}

/**
 * Refuses a folder that contained a database and is no longer complete, before anything is created in its place. Throws
 * `StorageError`. Returns null if there was no database.
 */
export async function refuseIncomplete(dataDir: string, { isMoving = false } = {}): Promise<KnownContent | null> {
  const folder = databaseFolder(dataDir)
  if (!existsSync(folder) && existsSync(restoringFolder(dataDir)))
    throw new StorageError(
      'damaged',
      `A restore into ${dataDir} did not finish. Run "npm run doctor -- restore <backup>" again. A store that was there before is in a folder before-restore-… in it.`,
    )
  const record = await readRecord(dataDir)
  if (record?.movedAt !== undefined)
    throw new StorageError(
      'unusable',
      `The store in ${dataDir} was moved into PostgreSQL on ${record.movedAt}. Set DATABASE_URL. To work with the old state all the same, remove "movedAt" from ${recordFile(dataDir)}.`,
    )
  if (record?.movingSince !== undefined && !isMoving)
    throw new StorageError(
      'unusable',
      `A move of the store in ${dataDir} into PostgreSQL did not finish. Run "npm run doctor -- move" again with the same DATABASE_URL. If that PostgreSQL is gone, remove "movingSince" from ${recordFile(dataDir)}.`,
    )
  if (record === null && !holdsTables(folder)) return null
  const missing = essential.filter((name) => !existsSync(join(folder, name)))
  if (missing.length > 0) throw damaged(dataDir, `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`)
  const known = await knownBy(record, dataDir)
  if (!known.isRecorded) return known
  if (record?.damage !== undefined) throw damaged(dataDir, record.damage)
  // PostgreSQL empties the file of a dropped table and removes it after the next checkpoint; a kill between the two
  // leaves an empty file. Only the open database tells whether a table has it.
  if (known.isClosed)
    refuseShorter(dataDir, { recorded: known.sizes, present: pagesFiles(folder) }, (_, bytes) => bytes > 0)
  const changed = await changedCommitStatus(folder, record?.outcomes ?? {})
  if (changed !== null)
    throw damaged(dataDir, `${changed}, the log of transactions, does not have the content that was written`)
  return known
}

/** The first record of a folder: its creator may not have waited for the disk, so every file is fsynced first. */
export async function recordFirst(dataDir: string): Promise<void> {
  const folder = databaseFolder(dataDir)
  for (const path of pagesFiles(folder).keys()) {
    const file = await open(join(folder, path), 'r+')
    await file.sync()
    await file.close()
  }
  await recordStore(dataDir, { afresh: true })
}

/** Records damage that was found while the store was in use: it must not be opened again. */
export async function recordDamage(dataDir: string, damage: string): Promise<void> {
  const record = await readRecord(dataDir)
  await writeRecord(dataDir, { version: 1, sizes: {}, ...record, damage })
}

/** Records that PostgreSQL is about to have the state of the store, or has it: the store must not be opened again. */
export async function recordMove(dataDir: string, state: 'moving' | 'moved', at: string): Promise<void> {
  const { movingSince: _, ...record } = (await readRecord(dataDir)) ?? { version: 1 as const, sizes: {} }
  await writeRecord(dataDir, { ...record, ...(state === 'moving' ? { movingSince: at } : { movedAt: at }) })
}

export const isMoveUnfinished = async (dataDir: string): Promise<boolean> =>
  (await readRecord(dataDir))?.movingSince !== undefined

/** The zero pages of a file that has `bytes`. Reads only pages that were zero or absent in the previous record. */
async function zerosNow(
  dataDir: string,
  path: string,
  { bytes, before }: { bytes: number; before: StoreRecord | null },
) {
  const pages = Math.floor(bytes / pageBytes)
  const known = before?.zeros === undefined ? 0 : Math.floor((before.sizes[path] ?? 0) / pageBytes)
  const unknown: [number, number][] =
    known > pages ? [[0, pages]] : [...(before?.zeros?.[path] ?? []), [known, pages - known]]
  return zeroPagesIn(databaseFolder(dataDir), path, unknown)
}

/**
 * Records the folder's content durably. Call it when every page is on disk: after a checkpoint, or closed. `afresh`
 * if the present record does not apply to the folder.
 */
export async function recordStore(dataDir: string, { afresh = false } = {}): Promise<void> {
  const folder = databaseFolder(dataDir)
  // Read first: the position never exceeds what the sizes describe.
  const control = await readControl(folder)
  const record = await readRecord(dataDir)
  const before = afresh ? null : record
  const sizes: Record<string, number> = {}
  const zeros: NonNullable<StoreRecord['zeros']> = {}
  for (const [path, bytes] of pagesFiles(folder)) {
    sizes[path] = bytes
    const found = await zerosNow(dataDir, path, { bytes, before })
    if (found.length > 0) zeros[path] = found
  }
  const { movingSince, movedAt, damage } = record ?? {}
  await writeRecord(dataDir, {
    version: 1,
    sizes,
    zeros,
    ...(control === null ? {} : { position: control.position, outcomes: await recordCommitStatus(folder, control) }),
    ...(movingSince === undefined ? {} : { movingSince }),
    ...(movedAt === undefined ? {} : { movedAt }),
    ...(afresh || damage === undefined ? {} : { damage }),
  })
}

async function writeRecord(dataDir: string, record: StoreRecord): Promise<void> {
  const fresh = `${recordFile(dataDir)}.new`
  const file = await open(fresh, 'w', 0o600)
  try {
    await file.writeFile(JSON.stringify(record))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(fresh, recordFile(dataDir))
}
