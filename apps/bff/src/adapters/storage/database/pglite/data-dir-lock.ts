import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fullError } from '../disk-space.ts'
import { StorageError } from '../storage-error.ts'

export interface DataDirLock {
  release(): void
}

/** SQLite's codes: another process holds the lock; no space left. */
const sqliteBusy = 5
const sqliteFull = 13

/**
 * Locks a data folder for this process, before PGlite opens it: PGlite has no lock, and two processes on one folder
 * lose each other's commits. The operating system holds the lock (an exclusive transaction on a small SQLite file), so
 * a killed process releases it. Throws `StorageError` at once, with what to do.
 */
export function lockDataDir(dataDir: string): DataDirLock {
  const holderFile = join(dataDir, 'holder.json')
  let lock: DatabaseSync | null = null
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    chmodSync(dataDir, 0o700)
    const held = new DatabaseSync(join(dataDir, 'lock.sqlite'))
    lock = held
    held.exec('pragma busy_timeout = 200; pragma journal_mode = delete; begin exclusive')
    writeFileSync(holderFile, JSON.stringify({ pid: process.pid, since: new Date().toISOString() }), { mode: 0o600 })
    return { release: () => held.close() }
  } catch (error) {
    lock?.close()
    throw refusal(error, { dataDir, holderFile })
  }
}

function refusal(error: unknown, at: { dataDir: string; holderFile: string }): StorageError {
  const { dataDir } = at
  const facts: { code?: unknown; errcode?: unknown } = Object(error)
  if (facts.errcode === sqliteBusy)
    return new StorageError(
      'in_use',
      `The data folder ${dataDir} is in use by ${holderOf(at.holderFile)}. Stop it first, or use another DATA_DIR.`,
      error,
    )
  if (facts.errcode === sqliteFull || facts.code === 'ENOSPC' || facts.code === 'EDQUOT')
    return fullError(dataDir, error)
  return new StorageError(
    'unusable',
    `The data folder ${dataDir} cannot be used: ${whyUnusable(facts.code, error)}`,
    error,
  )
}

function whyUnusable(code: unknown, error: unknown): string {
  if (code === 'EEXIST' || code === 'ENOTDIR')
    return 'a file is where the folder should be. Move the file away, or set DATA_DIR to another folder.'
  if (code === 'EACCES' || code === 'EPERM')
    return 'this user may not write there. Give the folder to the user Muster runs as, or set DATA_DIR to another one.'
  if (code === 'EROFS') return 'its disk is mounted read-only. Mount it writable, or set DATA_DIR to another folder.'
  const message = error instanceof Error ? error.message : 'no reason given'
  return `${message}. Check the disk and the rights of the folder, or set DATA_DIR to another one.`
}

function holderOf(file: string): string {
  try {
    const { pid, since }: { pid?: unknown; since?: unknown } = JSON.parse(readFileSync(file, 'utf8'))
    return `another Muster, process ${String(pid)}, since ${String(since)}`
  } catch {
    return 'another process'
  }
}
