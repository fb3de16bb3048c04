import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isPageWhole, pageBytes } from './page-checksum.ts'
import { withChunk } from './page-chunk.ts'
import { covers, isZeroPage, type PageRanges, zeroPagesIn } from './zero-pages.ts'

/** A file of pages: a table, an index or one of their forks, in segments of 1 GB. */
const pagesFile = /^\d+(?:_(?:fsm|vm|init))?(?:\.(\d+))?$/
const pagesOfSegment = 131_072
/** Attempts at a page: one that is being written may be read half old, half new. */
const tries = 3

/** Paths, relative to the database's folder, of all files of pages. */
export async function pagesFiles(folder: string): Promise<readonly string[]> {
  const databases = (await readdir(join(folder, 'base'))).filter((name) => /^\d+$/.test(name))
  const folders = ['global', ...databases.map((name) => join('base', name))]
  const names = await Promise.all(
    folders.map(async (one) => (await readdir(join(folder, one))).map((name) => join(one, name))),
  )
  return names.flat().filter((path) => pagesFile.test(path.slice(path.lastIndexOf('/') + 1)))
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

interface PagesOfFile {
  readonly path: string
  /** Whether the page is known to contain data. A page of zeros has no checksum, and counts as not used yet. */
  readonly hasData: (page: number) => boolean
}

/** Verifies every page of one file. */
async function verifyFile(folder: string, { path, hasData }: PagesOfFile, chunk: Buffer): Promise<Verified> {
  const segment = Number(pagesFile.exec(path.slice(path.lastIndexOf('/') + 1))?.[1] ?? 0)
  const file = await open(join(folder, path))
  try {
    let pages = 0
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, pages * pageBytes)
      const read = Math.floor(bytesRead / pageBytes)
      for (let index = 0; index < read; index += 1) {
        const whole = isPageWhole(chunk, index * pageBytes, segment * pagesOfSegment + pages + index)
        const isCleared = hasData(pages + index) && isZeroPage(chunk, index * pageBytes)
        if (isCleared || !(whole || (await isWholeAfterAll(file, pages + index, segment))))
          return { pages: pages + index, damage: `${path}, page ${pages + index}` }
      }
      pages += read
      if (bytesRead < chunk.length)
        return { pages, damage: bytesRead % pageBytes === 0 ? null : `${path}, which ends within page ${pages}` }
    }
  } finally {
    await file.close()
  }
}

async function isWholeAfterAll(
  file: Awaited<ReturnType<typeof open>>,
  page: number,
  segment: number,
): Promise<boolean> {
  const bytes = Buffer.alloc(pageBytes)
  for (let round = 0; round < tries; round += 1) {
    await file.read(bytes, 0, pageBytes, page * pageBytes)
    if (isPageWhole(bytes, 0, segment * pagesOfSegment + page)) return true
  }
  return false
}

/** The first page that had data and contains only zeros; null if there is none. Reads faster than `verifyPages`. */
export async function findClearedPage(
  folder: string,
  paths: readonly string[],
  known: ZeroPages,
): Promise<string | null> {
  for (const path of paths) {
    const pages = known[path]?.pages ?? 0
    const hasData = hasDataIn(known[path])
    for (const [first, count] of pages === 0 ? [] : await zeroPagesIn(folder, path, [[0, pages]]))
      for (let page = first; page < first + count; page += 1) if (hasData(page)) return `${path}, page ${page}`
  }
  return null
}

/**
 * Verifies all pages of these files of the database in `folder`, which may be in use. It must have been opened since a
 * crash, because recovery repairs pages that were being written.
 */
export async function verifyPages(folder: string, paths: readonly string[], known: ZeroPages): Promise<Verified> {
  let pages = 0
  for (const path of paths) {
    const file = { path, hasData: hasDataIn(known[path]) }
    const verified = await withChunk((chunk) => verifyFile(folder, file, chunk)).catch((error: unknown) => {
      // The table was dropped meanwhile.
      if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return { pages: 0, damage: null }
      throw error
    })
    pages += verified.pages
    if (verified.damage !== null) return { pages, damage: verified.damage }
  }
  return { pages, damage: null }
}
