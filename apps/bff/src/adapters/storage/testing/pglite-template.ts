import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { PGlite } from '@electric-sql/pglite'
import { type DataDirLock, lockDataDir } from '../database/pglite/data-dir-lock.ts'
import { StorageError } from '../database/storage-error.ts'
import { migrate } from '../migrations/run-migrations.ts'
import { openStorage } from '../open-storage.ts'

/** A migrated, empty database, created once: PGlite takes seconds to create one, a moment to copy it. */
export interface PgliteTemplate {
  /** Its files as a tar. */
  readonly tar: string
  /** Its files, as a data folder of `openPglite`. */
  readonly folder: string
}

const app = join(import.meta.dirname, '../../../..')
const home = join(app, 'node_modules/.pglite-template')

/** Every version of PGlite and of the schema has its own. */
function nameOfTemplate(): string {
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(app, 'package.json'), 'utf8'),
  )
  const hash = createHash('sha256').update(String(dependencies['@electric-sql/pglite']))
  const folder = join(import.meta.dirname, '../migrations')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  for (const file of files.toSorted()) hash.update(file).update(readFileSync(join(folder, file)))
  return hash.digest('hex').slice(0, 16)
}

/** The template, created by the first test process; the others wait for it. */
export async function pgliteTemplate(): Promise<PgliteTemplate> {
  const root = join(home, nameOfTemplate())
  const template = { tar: join(root, 'migrated.tar'), folder: join(root, 'migrated') }
  if (existsSync(template.tar)) return template
  const lock = await takeTurn()
  try {
    if (!existsSync(template.tar)) await make(root, template)
  } finally {
    lock.release()
  }
  return template
}

/** Creates a data folder for `openPglite` with a migrated, empty database. */
export async function beginDataDir(dataDir: string): Promise<void> {
  const { folder } = await pgliteTemplate()
  mkdirSync(dataDir, { recursive: true })
  cpSync(join(folder, 'pglite'), join(dataDir, 'pglite'), { recursive: true })
}

async function takeTurn(): Promise<DataDirLock> {
  for (;;) {
    try {
      return lockDataDir(home)
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== 'in_use') throw error
      await delay(100)
    }
  }
}

/** The tar is written last and atomically: if it exists, everything exists. */
async function make(root: string, { tar, folder }: PgliteTemplate): Promise<void> {
  for (const entry of readdirSync(home, { withFileTypes: true }))
    if (entry.isDirectory()) rmSync(join(home, entry.name), { recursive: true })
  mkdirSync(root)
  const storage = await openStorage({ kind: 'pglite', dataDir: folder })
  try {
    await migrate(storage)
  } finally {
    await storage.close()
  }
  const pglite = await PGlite.create({ dataDir: join(folder, 'pglite') })
  const dumped = await pglite.dumpDataDir('none')
  await pglite.close()
  writeFileSync(`${tar}.part`, Buffer.from(await dumped.arrayBuffer()))
  renameSync(`${tar}.part`, tar)
}
