import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { createQueue } from '../database/pg-boss-queue.ts'
import { silentLogger } from '../database/storage.ts'
import { databaseFolder, recordFile } from '../folder/store-record.ts'
import { migrate } from '../migrations/run-migrations.ts'
import { openStorage } from '../open-storage.ts'
import { templateFolder, versionOf } from './template-folder.ts'

/** For a process whose embedded store lives for seconds: optimizing its code costs more processor time than it saves. */
export const briefStore = ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering'] as const

/** A migrated, empty database, created once: PGlite takes seconds to create one, a moment to copy it. */
export interface PgliteTemplate {
  /** Its files as a tar. */
  readonly tar: string
  /** A data folder of `openPglite`, closed regularly, with the tables of the queue as well. */
  readonly folder: string
}

const filesIn = (root: string): PgliteTemplate => ({ tar: join(root, 'migrated.tar'), folder: join(root, 'migrated') })

/** The template, created by the first test process; the others wait for it. */
export async function pgliteTemplate(): Promise<PgliteTemplate> {
  const version = ['@electric-sql/pglite', 'pg-boss'].map(versionOf).join(' ')
  return filesIn(await templateFolder('pglite', { version, make }))
}

/** Creates a data folder for `openPglite` with a migrated, empty database and its record: a copy of the template. */
export async function beginDataDir(dataDir: string): Promise<void> {
  const { folder } = await pgliteTemplate()
  mkdirSync(dataDir, { recursive: true })
  for (const pathIn of [databaseFolder, recordFile]) cpSync(pathIn(folder), pathIn(dataDir), { recursive: true })
}

async function make(root: string): Promise<void> {
  const { tar, folder } = filesIn(root)
  const storage = await openStorage({ kind: 'pglite', dataDir: folder })
  try {
    await migrate(storage)
  } finally {
    await storage.close()
  }
  const pglite = await PGlite.create({ dataDir: databaseFolder(folder) })
  const dumped = await pglite.dumpDataDir('none')
  await pglite.close()
  writeFileSync(tar, Buffer.from(await dumped.arrayBuffer()))
  await startQueue(folder)
}

async function startQueue(folder: string): Promise<void> {
  const storage = await openStorage({ kind: 'pglite', dataDir: folder })
  const queue = createQueue(storage, silentLogger)
  await queue.start()
  await queue.stop()
  // The log of changes begins a file: its end is far, where the next start would create another one.
  await storage.executeSql('select pg_switch_wal()')
  await storage.close()
}
