import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StorageError } from './storage-error.ts'

export interface DataDirLock {
  release(): void
}

/**
 * Takes a data folder for this process alone, before PGlite opens it: PGlite has no lock, and two processes on one
 * folder lose each other's commits. The lock is the operating system's (an exclusive transaction on a small SQLite
 * file), so a killed process holds nothing. Throws `StorageError` naming the holder at once.
 */
export function lockDataDir(dataDir: string): DataDirLock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  chmodSync(dataDir, 0o700)
  const holderFile = join(dataDir, 'holder.json')
  const lock = new DatabaseSync(join(dataDir, 'lock.sqlite'))
  try {
    lock.exec('pragma busy_timeout = 200; pragma journal_mode = delete; begin exclusive')
  } catch (error) {
    lock.close()
    throw new StorageError(
      'in_use',
      `The data folder ${dataDir} is in use by ${holderOf(holderFile)}. One process only.`,
      error,
    )
  }
  writeFileSync(holderFile, JSON.stringify({ pid: process.pid, since: new Date().toISOString() }), { mode: 0o600 })
  return { release: () => lock.close() }
}

function holderOf(file: string): string {
  try {
    const { pid, since }: { pid?: unknown; since?: unknown } = JSON.parse(readFileSync(file, 'utf8'))
    return `another Muster, process ${String(pid)}, since ${String(since)}`
  } catch {
    return 'another process'
  }
}
