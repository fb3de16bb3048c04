import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { migrate } from '../migrations/run-migrations.ts'
import { openStorage } from '../open-storage.ts'
import { templateFolder, versionOf } from './template-folder.ts'

/** For a process whose embedded store lives for seconds: optimizing its code costs more processor time than it saves. */
export const briefStore = ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering'] as const

/** A migrated, empty database, created once: PGlite takes seconds to create one, a moment to copy it. */
export interface PgliteTemplate {
  /** Its files as a tar. */
  readonly tar: string
  /** Its files, as a data folder of `openPglite`. */
  readonly folder: string
}

const filesIn = (root: string): PgliteTemplate => ({ tar: join(root, 'migrated.tar'), folder: join(root, 'migrated') })

/** The template, created by the first test process; the others wait for it. */
export async function pgliteTemplate(): Promise<PgliteTemplate> {
  return filesIn(await templateFolder('pglite', { version: versionOf('@electric-sql/pglite'), make }))
}

/** Creates a data folder for `openPglite` with a migrated, empty database. */
export async function beginDataDir(dataDir: string): Promise<void> {
  const { folder } = await pgliteTemplate()
  mkdirSync(dataDir, { recursive: true })
  cpSync(join(folder, 'pglite'), join(dataDir, 'pglite'), { recursive: true })
}

async function make(root: string): Promise<void> {
  const { tar, folder } = filesIn(root)
  const storage = await openStorage({ kind: 'pglite', dataDir: folder })
  try {
    await migrate(storage)
  } finally {
    await storage.close()
  }
  const pglite = await PGlite.create({ dataDir: join(folder, 'pglite') })
  const dumped = await pglite.dumpDataDir('none')
  await pglite.close()
  writeFileSync(tar, Buffer.from(await dumped.arrayBuffer()))
}
