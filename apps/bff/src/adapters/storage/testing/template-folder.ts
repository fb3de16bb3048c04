import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type DataDirLock, lockDataDir } from '../database/pglite/data-dir-lock.ts'
import { StorageError } from '../database/storage-error.ts'

const app = join(import.meta.dirname, '../../../..')

/** The version of a package that the app depends on. */
export function versionOf(name: string): string {
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(app, 'package.json'), 'utf8'),
  )
  return String(dependencies[name])
}

/** Every version of a store and of the schema has its own. */
function nameOf(version: string): string {
  const hash = createHash('sha256').update(version)
  const folder = join(import.meta.dirname, '../migrations')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  for (const file of files.toSorted()) hash.update(file).update(readFileSync(join(folder, file)))
  return hash.digest('hex').slice(0, 16)
}

/** A folder that the first test process fills, for this version of a store and of the schema; the others wait for it. */
export async function templateFolder(
  kind: string,
  { version, make }: { version: string; make: (folder: string) => Promise<void> },
): Promise<string> {
  const home = join(app, 'node_modules', `.${kind}-template`)
  const folder = join(home, nameOf(version))
  const done = join(folder, 'done')
  if (existsSync(done)) return folder
  const lock = await takeTurn(home)
  try {
    if (!existsSync(done)) {
      for (const entry of readdirSync(home, { withFileTypes: true }))
        if (entry.isDirectory()) rmSync(join(home, entry.name), { recursive: true })
      mkdirSync(folder)
      await make(folder)
      writeFileSync(done, '')
    }
  } finally {
    lock.release()
  }
  return folder
}

async function takeTurn(home: string): Promise<DataDirLock> {
  for (;;) {
    try {
      return lockDataDir(home)
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== 'in_use') throw error
      await delay(100)
    }
  }
}
