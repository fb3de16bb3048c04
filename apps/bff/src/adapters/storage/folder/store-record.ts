import { existsSync, readdirSync } from 'node:fs'
import { open, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { StorageError } from '../database/storage-error.ts'
import { follows, readPosition, storePosition } from './control-file.ts'
import { pagesFiles } from './verify-pages.ts'

/** Where the embedded database lies in the data folder. */
export const databaseFolder = (dataDir: string): string => join(dataDir, 'pglite')
export const recordFile = (dataDir: string): string => join(dataDir, 'store.json')

/**
 * What the database's folder held when it was last made durable: the bytes of each file of pages. Files only grow
 * (vacuum does not cut them), so a file that is shorter was damaged. Kept beside the database, so that a folder
 * that lost its files is not taken for a new one. `position` is how far that database was written: the sizes do not
 * apply to an older copy of it, nor to another database, that was put in its place.
 */
const storeRecord = z.strictObject({
  version: z.literal(1),
  sizes: z.record(z.string(), z.int()),
  position: z.optional(storePosition),
  movedAt: z.optional(z.string()),
})
type StoreRecord = z.infer<typeof storeRecord>

/** Files without which PostgreSQL's folder is none. */
const essential = ['PG_VERSION', 'global/pg_control', 'base', 'pg_wal', 'pg_xact']
/** PostgreSQL numbers what is not its own from here on. */
const firstOwnFile = 16_384

const remedy = (dataDir: string): string =>
  `No data was removed. Restore a backup with "npm run doctor -- restore <backup>", or start afresh by moving ${dataDir} away.`

/** A folder that is not to be opened, with what is wrong and the way to a backup. */
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

/** Whether tables of ours lie in a folder: not where a first start was interrupted. */
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
 * Refuses a folder that held a database and is not whole any more, before anything could be made anew in its place.
 * Throws `StorageError`. Returns whether the record applies to the folder; where it does not, a new one is due.
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
    // A file that is gone may have been dropped; whether one that is needed is missing, the database knows.
    if (present !== null && present.size < bytes)
      throw damaged(dataDir, `${path} has ${present.size} bytes of ${bytes}`)
  }
  return { recorded: true }
}

/** The first record of a folder: whatever made it may not have waited for the disk, so every file is made durable before. */
export async function recordFirst(dataDir: string): Promise<void> {
  const folder = databaseFolder(dataDir)
  for (const path of await pagesFiles(folder)) {
    const file = await open(join(folder, path), 'r+')
    await file.sync()
    await file.close()
  }
  await recordStore(dataDir)
}

/** Notes that the store moved into PostgreSQL, so that it is not opened again. */
export async function recordMove(dataDir: string, movedAt: string): Promise<void> {
  const record = await readRecord(dataDir)
  await writeRecord(dataDir, { ...record, version: 1, sizes: record?.sizes ?? {}, movedAt })
}

/** Records what the folder holds, durably. To be called when every page is on disk: after a checkpoint, or closed. */
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
