import { randomUUID } from 'node:crypto'
import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

/** The mark as recorded beside the store. */
export interface RememberedMark {
  readonly storeId: string
  readonly mark: number
  /** Whether this exact file was written here: a copy of the folder has another inode. */
  readonly isOriginal: boolean
}

/** The store's progress, kept outside it: a restored backup is older than this. */
export interface MarkFile {
  /** Null if there is none, or none that can be read. */
  read(): RememberedMark | null
  /** On disk when it returns. Never goes back. */
  remember(storeId: string, mark: number): void
}

/**
 * Each process has a name of its own: a backup copied over the folder writes into files of the same name, whose inodes
 * stay, but leaves this one.
 */
const newName = () => `store-mark-${randomUUID()}.json`
const isName = (name: string) => /^store-mark(?:-[\w-]+)?\.json$/.test(name)
/** Fixed length: a write in place then needs no space and leaves no old end behind. */
const fileBytes = 200

/**
 * In the data folder, beside the embedded database and outside what a backup copies. `onError` receives an unwritable
 * file if Muster can work without it; if absent, that is an error.
 */
export function openMarkFile(dataDir: string, onError?: (error: unknown) => void): MarkFile {
  const name = newName()
  let newest: { storeId: string; mark: number } | null = null
  return {
    read: () => readMarks(dataDir),
    remember: (storeId, mark) => {
      if (newest?.storeId === storeId && newest.mark >= mark) return
      const isFirst = newest === null
      newest = { storeId, mark }
      try {
        mkdirSync(dataDir, { recursive: true, mode: 0o700 })
        writeMark(join(dataDir, name), newest)
        if (isFirst) removeOthers(dataDir, name)
      } catch (error) {
        if (onError === undefined) throw error
        onError(error)
      }
    },
  }
}

const namesIn = (dataDir: string): readonly string[] => {
  try {
    return readdirSync(dataDir).filter(isName)
  } catch {
    return []
  }
}

/** The newest of all marks: a restored backup may have brought older ones back. */
function readMarks(dataDir: string): RememberedMark | null {
  const marks = namesIn(dataDir).flatMap((name) => readMark(join(dataDir, name)) ?? [])
  return marks.toSorted((one, other) => other.mark - one.mark)[0] ?? null
}

function removeOthers(dataDir: string, name: string): void {
  const folder = openSync(dataDir, 'r')
  try {
    // The new name is on disk before an old one goes.
    fdatasyncSync(folder)
  } finally {
    closeSync(folder)
  }
  for (const other of namesIn(dataDir)) if (other !== name) rmSync(join(dataDir, other), { force: true })
}

function readMark(path: string): RememberedMark | null {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return null
  }
  try {
    const { storeId, mark, inode }: { storeId?: unknown; mark?: unknown; inode?: unknown } = JSON.parse(
      readFileSync(file, 'utf8'),
    )
    if (typeof storeId !== 'string' || typeof mark !== 'number') return null
    return { storeId, mark, isOriginal: inode === inodeOf(file) }
  } catch {
    return null
  } finally {
    closeSync(file)
  }
}

/** Writes in place: a new file would have another inode. */
function writeMark(path: string, content: { storeId: string; mark: number }): void {
  const file = openSync(path, 'a+', 0o600)
  closeSync(file)
  const inPlace = openSync(path, 'r+')
  try {
    const text = JSON.stringify({ ...content, inode: inodeOf(inPlace) })
    writeSync(inPlace, text.padEnd(fileBytes), 0)
    fdatasyncSync(inPlace)
  } finally {
    closeSync(inPlace)
  }
}

const inodeOf = (file: number): string => String(fstatSync(file, { bigint: true }).ino)
