import { statfsSync } from 'node:fs'
import { StorageError } from './storage-error.ts'

/** Reserved for what a write needs besides its rows: a segment of the write-ahead log, a checkpoint. */
const reserveBytes = 32 * 1024 * 1024

/** Watches the disk of the embedded store: PGlite hangs on a full one, so writes are refused before that. */
export interface DiskSpace {
  isFull(): boolean
  /** Throws `StorageError` if the disk has no room for another write. */
  require(): void
}

export function diskSpaceOf(folder: string | null): DiskSpace {
  const isFull = (): boolean => {
    if (folder === null) return false
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize < reserveBytes
  }
  return {
    isFull,
    require: () => {
      if (isFull()) throw fullError(folder ?? '')
    },
  }
}

export function fullError(folder: string, cause?: unknown): StorageError {
  return new StorageError(
    'full',
    `The disk that holds ${folder} is full: Muster needs ${reserveBytes / 1024 / 1024} MB free. Free some space; nothing that was saved is lost.`,
    cause,
  )
}

const writing = /\b(?:insert|update|delete|merge|create|alter|drop|truncate|vacuum)\b/iu

/** Literals and quoted names, which may contain any word, and row locks, which write no row. */
const noWrite = /'(?:[^']|'')*'|"[^"]*"|\bfor (?:no key )?update\b/giu

/** Whether a statement writes rows. */
export const writes = (text: string): boolean => writing.test(text.replaceAll(noWrite, ' '))
