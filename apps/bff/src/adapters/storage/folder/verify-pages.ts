import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { isPageWhole, isZeroPage, pageBytes } from './page-checksum.ts'
import { withChunk } from './page-chunk.ts'
import { covers, type PageRanges } from './zero-pages.ts'

/** A file of pages: a table, an index or one of their forks, in segments of 1 GB. */
const pagesFile = /^\d+(?:_(?:fsm|vm|init))?(?:\.(\d+))?$/
const pagesOfSegment = 131_072
/** Attempts at a page: one that is being written may be read half old, half new. */
const tries = 3

/**
 * The bytes of all files of pages, by their paths relative to the database's folder. Synchronous, like all work on about
 * a thousand small files here: a promise for each costs ten times what the file does.
 */
export function pagesFiles(folder: string): ReadonlyMap<string, number> {
  const databases = readdirSync(join(folder, 'base')).filter((name) => /^\d+$/.test(name))
  const sizes = new Map<string, number>()
  for (const one of ['global', ...databases.map((name) => join('base', name))])
    for (const name of readdirSync(join(folder, one)).filter((entry) => pagesFile.test(entry))) {
      const path = join(one, name)
      // A table may be dropped meanwhile.
      const size = statSync(join(folder, path), { throwIfNoEntry: false })?.size
      if (size !== undefined) sizes.set(path, size)
    }
  return sizes
}

export interface Verified {
  readonly pages: number
  /** The first damaged page, as a path and the page's number; null if there is none. */
  readonly damage: string | null
}

/** By file: how many of its pages are known, and those of them that contain only zeros. Any other has data. */
export type ZeroPages = Readonly<Record<string, { readonly pages: number; readonly zeros: PageRanges }>>

const hasDataIn =
  (file: ZeroPages[string] | undefined) =>
  (page: number): boolean =>
    file !== undefined && page < file.pages && !covers(file.zeros, page)

const segmentOf = (path: string): number => Number(pagesFile.exec(path.slice(path.lastIndexOf('/') + 1))?.[1] ?? 0)

/** Pages of a file that were read into a chunk. */
interface PagesRead {
  readonly file: number
  readonly segment: number
  /** The first of them, and their number. */
  readonly first: number
  readonly count: number
  /** Whether a page is known to contain data. A page of zeros has no checksum, and counts as not used yet. */
  readonly hasData: (page: number) => boolean
}

/** The first page of a chunk that is cleared, and the first that is cleared or not as written; null if there is none. */
function checkChunk(chunk: Buffer, { file, segment, first, count, hasData }: PagesRead) {
  const found: { cleared: number | null; damaged: number | null } = { cleared: null, damaged: null }
  for (let page = first, at = 0; page < first + count; page += 1, at += pageBytes) {
    const isCleared = hasData(page) && isZeroPage(chunk, at)
    const isWhole =
      isPageWhole(chunk, at, segment * pagesOfSegment + page) || isWholeAfterAll(file, page, segment * pagesOfSegment)
    if (isCleared || !isWhole) found.damaged ??= page
    if (isCleared) return { ...found, cleared: page }
  }
  return found
}

function isWholeAfterAll(file: number, page: number, before: number): boolean {
  const bytes = Buffer.alloc(pageBytes)
  for (let round = 0; round < tries; round += 1) {
    readSync(file, bytes, 0, pageBytes, page * pageBytes)
    if (isPageWhole(bytes, 0, before + page)) return true
  }
  return false
}

const pageOf = (path: string, page: number): string => `${path}, page ${page}`
const cutOf = (path: string, pages: number): string => `${path}, which ends within page ${pages}`

/** Verifies every page of one file. */
async function verifyFile(folder: string, path: string, known: ZeroPages, chunk: Buffer): Promise<Verified> {
  const segment = segmentOf(path)
  const hasData = hasDataIn(known[path])
  const file = await open(join(folder, path))
  try {
    let pages = 0
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, pages * pageBytes)
      const count = Math.floor(bytesRead / pageBytes)
      const { damaged } = checkChunk(chunk, { file: file.fd, segment, first: pages, count, hasData })
      if (damaged !== null) return { pages: damaged, damage: pageOf(path, damaged) }
      pages += count
      if (bytesRead < chunk.length) return { pages, damage: bytesRead % pageBytes === 0 ? null : cutOf(path, pages) }
    }
  } finally {
    await file.close()
  }
}

/** What pages of a database at rest contain: the first that is cleared, and the first that is damaged in any way. */
export interface PagesFound {
  readonly cleared: string | null
  readonly damage: string | null
}

const isAbsent = (error: unknown): boolean => error instanceof Error && Reflect.get(error, 'code') === 'ENOENT'

/** Failures to open a file that are the disk's or the file system's: broken sectors, wrong checksums, broken structures. */
const broken = new Set<unknown>(['EIO', 'EBADMSG', 'EUCLEAN'])

/** Whether an error means that a file exists and its content is lost. */
const isUnreadable = (error: unknown): boolean =>
  error instanceof Error && (Reflect.get(error, 'syscall') === 'read' || broken.has(Reflect.get(error, 'code')))

const unreadable = (path: string): string => `${path}, which cannot be read,`

/** Null if the table was dropped meanwhile. */
function openIfPresent(file: string): number | null {
  try {
    return openSync(file, 'r')
  } catch (error) {
    if (isAbsent(error)) return null
    throw error
  }
}

/** Reads one file, in one turn of the event loop. */
function findInFile(folder: string, path: string, known: ZeroPages, chunk: Buffer): PagesFound {
  const segment = segmentOf(path)
  const hasData = hasDataIn(known[path])
  const file = openIfPresent(join(folder, path))
  let damage: string | null = null
  if (file === null) return { cleared: null, damage }
  try {
    for (let first = 0; ; first += chunk.length / pageBytes) {
      const bytesRead = readSync(file, chunk, 0, chunk.length, first * pageBytes)
      const count = Math.floor(bytesRead / pageBytes)
      const { cleared, damaged } = checkChunk(chunk, { file, segment, first, count, hasData })
      if (damaged !== null) damage ??= pageOf(path, damaged)
      if (cleared !== null) return { cleared: pageOf(path, cleared), damage }
      if (bytesRead === chunk.length) continue
      if (bytesRead % pageBytes !== 0) damage ??= cutOf(path, first + count)
      return { cleared: null, damage }
    }
  } finally {
    closeSync(file)
  }
}

function findIfReadable(...[folder, path, known, chunk]: Parameters<typeof findInFile>): PagesFound {
  try {
    return findInFile(folder, path, known, chunk)
  } catch (error) {
    if (isUnreadable(error)) return { cleared: null, damage: unreadable(path) }
    throw error
  }
}

/**
 * Reads these files of a database at a start, each once and all in one turn of the event loop: until a cleared page, or
 * the end. The database is closed, or was just opened and is not in use.
 */
export function findDamage(folder: string, paths: Iterable<string>, known: ZeroPages): Promise<PagesFound> {
  return withChunk(async (chunk) => {
    let damage: string | null = null
    for (const path of paths) {
      const found = findIfReadable(folder, path, known, chunk)
      damage ??= found.damage
      if (found.cleared !== null) return { cleared: found.cleared, damage }
    }
    return { cleared: null, damage }
  })
}

/**
 * Verifies all pages of these files of the database in `folder`, which may be in use. It must have been opened since a
 * crash, because recovery repairs pages that were being written.
 */
export async function verifyPages(folder: string, paths: Iterable<string>, known: ZeroPages): Promise<Verified> {
  let pages = 0
  for (const path of paths) {
    const verified = await withChunk((chunk) => verifyFile(folder, path, known, chunk)).catch((error: unknown) => {
      // The table was dropped meanwhile.
      if (isAbsent(error)) return { pages: 0, damage: null }
      if (isUnreadable(error)) return { pages: 0, damage: unreadable(path) }
      throw error
    })
    pages += verified.pages
    if (verified.damage !== null) return { pages, damage: verified.damage }
  }
  return { pages, damage: null }
}
