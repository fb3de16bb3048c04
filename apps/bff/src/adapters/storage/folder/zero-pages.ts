import { open } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { isZeroPage, pageBytes } from './page-checksum.ts'
import { chunkPages, withChunk } from './page-chunk.ts'

/** Ranges of pages, as the first one and their number. */
export const pageRanges = z.array(z.tuple([z.int(), z.int()]))
export type PageRanges = z.infer<typeof pageRanges>

export const covers = (ranges: PageRanges, page: number): boolean =>
  ranges.some(([first, count]) => page >= first && page < first + count)

/** The pages of `ranges` that contain only zeros. PostgreSQL adds such pages before it uses them. */
export async function zeroPagesIn(folder: string, path: string, ranges: PageRanges): Promise<PageRanges> {
  if (ranges.every(([, count]) => count === 0)) return []
  const found: PageRanges = []
  const note = (page: number) => {
    const last = found.at(-1)
    if (last !== undefined && last[0] + last[1] === page) last[1] += 1
    else found.push([page, 1])
  }
  const file = await open(join(folder, path))
  try {
    await withChunk(async (chunk) => {
      for (const [first, count] of ranges)
        for (let from = first; from < first + count; from += chunkPages) {
          const pages = Math.min(chunkPages, first + count - from)
          const { bytesRead } = await file.read(chunk, 0, pages * pageBytes, from * pageBytes)
          for (let index = 0; (index + 1) * pageBytes <= bytesRead; index += 1)
            if (isZeroPage(chunk, index * pageBytes)) note(from + index)
        }
    })
    return found
  } finally {
    await file.close()
  }
}
