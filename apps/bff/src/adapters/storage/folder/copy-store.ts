import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { cp, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import * as z from 'zod/mini'
import { StorageError } from '../database/storage-error.ts'
import { databaseFolder, readKnown, recordFile, restoringFolder } from './store-record.ts'
import { pagesFiles, verifyPages } from './verify-pages.ts'

const listFile = 'backup.json'

/** The files of a backup, each with its bytes and SHA-256: an incomplete backup is never restored. */
const backupList = z.strictObject({
  version: z.literal(1),
  madeAt: z.string(),
  files: z.record(z.string(), z.strictObject({ bytes: z.int(), sha256: z.string() })),
})
type BackupList = z.infer<typeof backupList>

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** Paths of all files below a folder, relative to it. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted()
}

async function listFiles(folder: string): Promise<BackupList['files']> {
  const files: BackupList['files'] = {}
  for (const path of await filesBelow(folder)) {
    const file = join(folder, path)
    files[path] = { bytes: (await stat(file)).size, sha256: await sha256Of(file) }
  }
  return files
}

/**
 * Copies the database of a data folder to a new folder while nothing writes to it. Returns `finish`, which verifies the
 * copy and lists its files, and no longer needs the database to be idle.
 */
export async function copyStore(dataDir: string, to: string): Promise<{ finish(madeAt: string): Promise<void> }> {
  const target = resolve(to)
  if (existsSync(target)) throw new StorageError('unusable', `${target} exists already. Name a folder that does not.`)
  if (`${target}/`.startsWith(`${resolve(dataDir)}/`))
    throw new StorageError('unusable', `${target} lies in the data folder. Name one elsewhere, best on another disk.`)
  const part = `${target}.part`
  await rm(part, { recursive: true, force: true })
  await mkdir(part, { recursive: true, mode: 0o700 })
  await cp(databaseFolder(dataDir), join(part, 'pglite'), { recursive: true })
  await cp(recordFile(dataDir), join(part, 'store.json'))
  return {
    async finish(madeAt) {
      const folder = databaseFolder(part)
      const { damage } = await verifyPages(folder, pagesFiles(folder).keys(), (await readKnown(part)).zeroPages)
      if (damage !== null)
        throw new StorageError('damaged', `The database is damaged: ${damage}. The backup was not made.`)
      const list: BackupList = { version: 1, madeAt, files: await listFiles(part) }
      const file = await open(join(part, listFile), 'wx', 0o600)
      await file.writeFile(JSON.stringify(list))
      await file.sync()
      await file.close()
      await rename(part, target)
    },
  }
}

/** Refuses a backup that changed since it was made. Throws `StorageError` that names the first file. */
export async function verifyBackup(backup: string): Promise<{ madeAt: string }> {
  const refuse = (what: string) => new StorageError('unusable', `${backup} is not a complete backup: ${what}.`)
  const text = await readFile(join(backup, listFile), 'utf8').catch(() => null)
  if (text === null) throw refuse(`${listFile} is missing`)
  const list = backupList.safeParse(safeJson(text))
  if (!list.success) throw refuse(`${listFile} cannot be read`)
  for (const [path, { bytes, sha256 }] of Object.entries(list.data.files)) {
    const present = await stat(join(backup, path)).catch(() => null)
    if (present === null) throw refuse(`${path} is missing`)
    if (present.size !== bytes || (await sha256Of(join(backup, path))) !== sha256)
      throw refuse(`${path} differs from the copy`)
  }
  const added = (await filesBelow(join(backup, 'pglite'))).find(
    (path) => list.data.files[join('pglite', path)] === undefined,
  )
  if (added !== undefined) throw refuse(`${join('pglite', added)} was added since`)
  return { madeAt: list.data.madeAt }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Empties a folder that stays: a restore that did not finish is known by it. */
async function emptyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true })
}

async function syncFiles(files: readonly string[]): Promise<void> {
  for (const path of files) {
    const file = await open(path, 'r+')
    await file.sync()
    await file.close()
  }
}

/**
 * Replaces the database of a data folder, which the caller must have locked, with a backup. Moves the old content aside
 * and returns its new path; null if there was no database. The new one gets its name in the last step: until then a start
 * finds `restoring` without a database, and refuses the folder.
 */
export async function restoreStore(backup: string, dataDir: string, aside: string): Promise<string | null> {
  await verifyBackup(backup)
  const [folder, record, fresh] = [databaseFolder(dataDir), recordFile(dataDir), restoringFolder(dataDir)]
  await emptyFolder(fresh)
  await cp(join(backup, 'pglite'), fresh, { recursive: true })
  await syncFiles((await filesBelow(fresh)).map((path) => join(fresh, path)))
  const isReplaced = existsSync(folder)
  if (isReplaced || existsSync(record)) {
    await mkdir(dirname(aside), { recursive: true })
    await mkdir(aside, { mode: 0o700 })
    for (const path of [folder, record]) if (existsSync(path)) await rename(path, join(aside, basename(path)))
  }
  await cp(join(backup, 'store.json'), record)
  await syncFiles([record])
  await rename(fresh, folder)
  return isReplaced ? aside : null
}
