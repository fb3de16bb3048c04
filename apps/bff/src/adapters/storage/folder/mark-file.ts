import { randomUUID } from 'node:crypto'
import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** The mark as recorded beside the store. */
export interface RememberedMark {
  readonly mark: number
  /** Whether this exact file was written here: a copy of the folder has another inode, or was born later. */
  readonly isOriginal: boolean
}

/** The store's progress, kept outside it: a restored backup is older than this. */
export interface MarkFile {
  /** Null if there is none of this store, or none that can be read. */
  read(storeId: string): RememberedMark | null
  /** On disk when it returns. Never goes back. */
  remember(storeId: string, mark: number): void
}

/**
 * Each mark has a name of its own: a backup copied over the folder writes into files of the same name, whose inodes stay,
 * but leaves every later mark.
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
  let name = newName()
  let newest: { storeId: string; mark: number } | null = null
  return {
    read: (storeId) => readMarks(dataDir, storeId),
    remember: (storeId, mark) => {
      if (newest?.storeId === storeId && newest.mark >= mark) return
      try {
        mkdirSync(dataDir, { recursive: true, mode: 0o700 })
        writeMark(join(dataDir, name), { storeId, mark })
        // The inode stays, so at every instant one name has the new mark or the one before, whose call has not left.
        const next = newName()
        renameSync(join(dataDir, name), join(dataDir, next))
        name = next
        if (newest === null) removeEarlier(dataDir, { storeId, mark, name })
        newest = { storeId, mark }
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

const marksIn = (dataDir: string, storeId: string) =>
  namesIn(dataDir).flatMap((name) => {
    const read = readMark(join(dataDir, name))
    return read?.storeId === storeId ? { ...read, name } : []
  })

/** The newest mark of this store: a restored backup may have brought older ones back, and stores may share a folder. */
function readMarks(dataDir: string, storeId: string): RememberedMark | null {
  const [newest] = marksIn(dataDir, storeId).toSorted((one, other) => other.mark - one.mark)
  if (newest === undefined) return null
  return { mark: newest.mark, isOriginal: newest.hasInode && (newest.hasBirth || !recordsBirths(dataDir)) }
}

/** A later mark is another replica's, which may have removed all earlier ones. */
function removeEarlier(dataDir: string, own: { storeId: string; mark: number; name: string }): void {
  syncFolder(dataDir)
  for (const { name, mark } of marksIn(dataDir, own.storeId))
    if (name !== own.name && mark <= own.mark) rmSync(join(dataDir, name), { force: true })
}

/** Puts a new name on disk before an old one goes. Some network file systems cannot. */
function syncFolder(dataDir: string): void {
  const folder = openSync(dataDir, 'r')
  try {
    fdatasyncSync(folder)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code !== 'EPERM' && code !== 'EINVAL') throw error
  } finally {
    closeSync(folder)
  }
}

function readMark(path: string) {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return null
  }
  try {
    const read: { storeId?: unknown; mark?: unknown; inode?: unknown; birth?: unknown } = JSON.parse(
      readFileSync(file, 'utf8'),
    )
    const { storeId, mark, inode, birth } = read
    if (typeof storeId !== 'string' || typeof mark !== 'number') return null
    const own = identityOf(file)
    // Earlier versions recorded no birth.
    return { storeId, mark, hasInode: inode === own.inode, hasBirth: birth === undefined || birth === own.birth }
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
    const text = JSON.stringify({ ...content, ...identityOf(inPlace) })
    writeSync(inPlace, text.padEnd(fileBytes), 0)
    fdatasyncSync(inPlace)
  } finally {
    closeSync(inPlace)
  }
}

/** What a copy does not have. A file system gives the inode of a removed file to the next one, which is born later. */
function identityOf(file: number): { inode: string; birth: string } {
  const { ino, birthtimeNs } = fstatSync(file, { bigint: true })
  return { inode: String(ino), birth: String(birthtimeNs) }
}

/**
 * Where a system reports none, Node takes the time of the last change, for any file. A folder that was just made may have
 * both times in one tick of the clock; the one around it is older.
 */
function recordsBirths(dataDir: string): boolean {
  return [dataDir, dirname(dataDir)].some((path) => {
    const { birthtimeNs, ctimeNs } = statSync(path, { bigint: true })
    return birthtimeNs !== ctimeNs
  })
}
