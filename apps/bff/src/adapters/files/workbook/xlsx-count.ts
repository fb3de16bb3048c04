import type { ContentsCount } from '../../../features/uploads/file-ports.ts'
import { contentsCounter, hasValue } from '../../../features/uploads/receive/contents-count.ts'
import { placeLedger } from '../../../features/uploads/receive/contents-places.ts'
import { FileRefusal } from '../file-refusal.ts'
import { cellText, columnOf, lacksValue, type RawCell } from './xlsx-cell.ts'
import type { XlsxContainer } from './xlsx-container.ts'
import type { XlsxSheet, XlsxWorkbook } from './xlsx-workbook.ts'
import { readXml, type XmlHandlers } from './xlsx-xml.ts'

const maxSheets = 50
const maxRows = 10_000

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
      if (rows > maxRows) throw new EnoughSeenError()
    },
  })
  return rows
}

/**
 * How many rows with a value each sheet has, to show users what is not read. Null for very many rows, or if the sheet
 * cannot be read: an unused sheet is no reason to refuse the file.
 */
export async function countSheets(
  container: XlsxContainer,
  sheets: readonly XlsxSheet[],
): Promise<readonly (readonly [name: string, rows: number | null])[]> {
  const counts: (readonly [string, number | null])[] = []
  for (const { name, part } of sheets.slice(0, maxSheets)) {
    const rows = await countRows(container, part).catch((error: unknown) => {
      if (error instanceof FileRefusal || error instanceof EnoughSeenError) return null
      throw error
    })
    counts.push([name, rows])
  }
  return counts
}

/** Counts cells, and their totals at the end of each row. */
function cellCounter(workbook: XlsxWorkbook) {
  const text = contentsCounter()
  const ledger = placeLedger()
  const columns = new Set<number>()
  let cells = 0
  let formulas = 0
  const addresses = () => text.count().addresses
  return {
    see: (cell: RawCell): void => {
      const isMissing = lacksValue(cell, workbook)
      const value = isMissing ? '' : cellText(cell, workbook).text
      text.see(value)
      if (hasValue(value)) {
        cells += 1
        columns.add(cell.column)
      }
      if (cell.formula !== null && (isMissing || cell.type === 'e' || hasValue(value))) formulas += 1
    },
    endRow: (row: number): void => ledger.mark(row, cells + formulas + addresses()),
    count: (): ContentsCount => ({
      addresses: addresses(),
      cells,
      formulas,
      columns: columns.size,
      places: ledger.places(),
    }),
  }
}

/** Counts the cells of a sheet one by one, in any rows: the reader's result must match. */
export function contentsHandlers(workbook: XlsxWorkbook): { handlers: XmlHandlers; end(): ContentsCount } {
  const counter = cellCounter(workbook)
  let row = 0
  let next = 0
  let cell: RawCell | null = null
  let inside = ''
  let isHint = false
  const handlers: XmlHandlers = {
    open(name, { r, t = '', s = '0' }) {
      if (name === 'row') [row, next] = [Math.max(row + 1, Number(r) || 0), 0]
      if (name === 'c') {
        const column = r === undefined ? next : columnOf(r)
        next = column + 1
        cell = { column, type: t, style: Number(s), text: '', runs: null, formula: null, hasValue: false }
      }
      if (name === 'f' && cell !== null) cell.formula = ''
      if (name === 'v' && cell !== null) cell.hasValue = true
      isHint ||= name === 'rPh'
      inside = isHint ? '' : name
    },
    text(piece) {
      if (cell !== null && (inside === 'v' || inside === 't')) cell.text += piece
    },
    close(name) {
      inside = ''
      if (name === 'rPh') isHint = false
      if (name === 'c' && cell !== null) counter.see(cell)
      if (name === 'c') cell = null
      if (name === 'row') counter.endRow(row)
    },
  }
  return {
    handlers,
    end: () => {
      counter.endRow(row + 1)
      return counter.count()
    },
  }
}
