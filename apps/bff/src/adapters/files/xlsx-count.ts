import { FileRefusal } from './file-refusal.ts'
import type { XlsxContainer } from './xlsx-container.ts'
import type { XlsxSheet } from './xlsx-workbook.ts'
import { readXml } from './xlsx-xml.ts'

const mostSheets = 50
const mostRows = 10_000

class EnoughSeenError extends Error {}

async function countRows(container: XlsxContainer, part: string): Promise<number> {
  let rows = 0
  let hasValue = false
  await readXml(part, await container.open(part), {
    open(name) {
      if (name === 'row') hasValue = false
      if (name === 'v' || name === 't') hasValue = true
    },
    close(name) {
      if (name === 'row' && hasValue) rows += 1
      if (rows > mostRows) throw new EnoughSeenError()
    },
  })
  return rows
}

/**
 * How many rows with a value each sheet has, so that a person sees what is not read. Null where they are very many, or
 * the sheet cannot be read: a sheet nobody asked for is no reason to refuse the file.
 */
export async function countSheets(
  container: XlsxContainer,
  sheets: readonly XlsxSheet[],
): Promise<readonly (readonly [name: string, rows: number | null])[]> {
  const counts: (readonly [string, number | null])[] = []
  for (const { name, part } of sheets.slice(0, mostSheets)) {
    const rows = await countRows(container, part).catch((error: unknown) => {
      if (error instanceof FileRefusal || error instanceof EnoughSeenError) return null
      throw error
    })
    counts.push([name, rows])
  }
  return counts
}
