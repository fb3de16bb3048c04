import type { ContentsCount } from '../../../features/uploads/ports.ts'
import { contentsCounter, hasValue } from '../../../features/uploads/receive/contents-count.ts'
import { FileRefusal } from '../file-refusal.ts'
import { cellText, lacksValue, type RawCell } from './xlsx-cell.ts'
import type { XlsxContainer } from './xlsx-container.ts'
import type { XlsxSheet, XlsxWorkbook } from './xlsx-workbook.ts'
import { readXml } from './xlsx-xml.ts'

const mostSheets = 50
const mostRows = 10_000

class EnoughSeenError extends Error {}

async function countRows(container: XlsxContainer, part: string): Promise<number> {
  let rows = 0
  let isFilled = false
  await readXml(part, await container.open(part), {
    open(name) {
      if (name === 'row') isFilled = false
      if (name === 'v' || name === 't') isFilled = true
    },
    close(name) {
      if (name === 'row' && isFilled) rows += 1
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

/** Counts the cells of a sheet one by one, in whatever rows they are: what is read of it must come to the same. */
export async function countContents(
  container: XlsxContainer,
  workbook: XlsxWorkbook,
  part: string,
): Promise<ContentsCount> {
  const text = contentsCounter()
  let cells = 0
  let formulas = 0
  let cell: RawCell | null = null
  let inside = ''
  const closeCell = (closed: RawCell) => {
    const isMissing = lacksValue(closed, workbook)
    const value = isMissing ? '' : cellText(closed, workbook).text
    text.see(value)
    if (hasValue(value)) cells += 1
    if (closed.formula !== null && (isMissing || closed.type === 'e' || hasValue(value))) formulas += 1
  }
  await readXml(part, await container.open(part), {
    open(name, { t = '', s = '0' }) {
      if (name === 'c') cell = { column: 0, type: t, style: Number(s), text: '', formula: null, hasValue: false }
      if (name === 'f' && cell !== null) cell.formula = ''
      if (name === 'v' && cell !== null) cell.hasValue = true
      inside = name
    },
    text(piece) {
      if (cell !== null && (inside === 'v' || inside === 't')) cell.text += piece
    },
    close(name) {
      inside = ''
      if (name !== 'c' || cell === null) return
      closeCell(cell)
      cell = null
    },
  })
  return { addresses: text.count().addresses, cells, formulas }
}
