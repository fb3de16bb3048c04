import { existsSync, readdirSync } from 'node:fs'
import { open, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { StorageError } from '../database/storage-error.ts'
import { follows, readPosition, storePosition } from './control-file.ts'
import { pagesFiles } from './verify-pages.ts'

/** Path of the embedded database in the data folder. */
export const databaseFolder = (dataDir: string): string => join(dataDir, 'pglite')
export const recordFile = (dataDir: string): string => join(dataDir, 'store.json')

/**
 * Content of the database's folder when it was last made durable: the bytes of each file of pages. Files only grow
 * (vacuum does not truncate them), so a shorter file is damaged. Kept beside the database: a folder that lost its files
 * must not count as new. `position` is how far that database was written: the sizes do not apply to an older copy of
 * it, nor to another database in its place.
 */
const storeRecord = z.strictObject({
  version: z.literal(1),
  sizes: z.record(z.string(), z.int()),
  position: z.optional(storePosition),
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
  const present = await readPosition(databaseFolder(dataDir))
  if (present === null) throw damaged(dataDir, 'global/pg_control is cut')
  return follows(present, position)
}

/**
 * Refuses a folder that contained a database and is no longer complete, before anything is created in its place. Throws
 * `StorageError`. Returns whether the record applies to the folder; if not, a new one is due.
 */
export async function refuseIncomplete(dataDir: string): Promise<{ recorded: boolean }> {
  const folder = databaseFolder(dataDir)
  const record = await readRecord(dataDir)
  if (record?.movedAt !== undefined)
    throw new StorageError(
      'unusable',
      `The store in ${dataDir} was moved into PostgreSQL on ${record.movedAt}. Set DATABASE_URL. To work with the old state all the same, remove "movedAt" from ${recordFile(dataDir)}.`,
    )
  if (record === null && !holdsTables(folder)) return { recorded: false }
  const missing = essential.filter((name) => !existsSync(join(folder, name)))
  if (missing.length > 0) throw damaged(dataDir, `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`)
  if (record === null || !(await applies(dataDir, record))) return { recorded: false }
  for (const [path, bytes] of Object.entries(record.sizes)) {
    const present = await stat(join(folder, path)).catch(() => null)
    // A missing file may have been dropped; the database itself detects whether a needed one is missing.
    if (present !== null && present.size < bytes)
      throw damaged(dataDir, `${path} has ${present.size} bytes of ${bytes}`)
  }
  return { recorded: true }
}

/** The first record of a folder: its creator may not have waited for the disk, so every file is fsynced first. */
export async function recordFirst(dataDir: string): Promise<void> {
  const folder = databaseFolder(dataDir)
  for (const path of await pagesFiles(folder)) {
    const file = await open(join(folder, path), 'r+')
    await file.sync()
    await file.close()
  }
  await recordStore(dataDir)
}

/** Records that the store moved into PostgreSQL: it must not be opened again. */
export async function recordMove(dataDir: string, movedAt: string): Promise<void> {
  const record = await readRecord(dataDir)
  await writeRecord(dataDir, { ...record, version: 1, sizes: record?.sizes ?? {}, movedAt })
}

/** Records the folder's content durably. Call it when every page is on disk: after a checkpoint, or closed. */
export async function recordStore(dataDir: string): Promise<void> {
  const folder = databaseFolder(dataDir)
  // Read first: the position never exceeds what the sizes describe.
  const position = await readPosition(folder)
  const sizes: Record<string, number> = {}
  for (const path of await pagesFiles(folder)) {
    const present = await stat(join(folder, path)).catch(() => null)
    if (present !== null) sizes[path] = present.size
  }
  const record = await readRecord(dataDir)
  await writeRecord(dataDir, { ...record, version: 1, sizes, ...(position === null ? {} : { position }) })
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
