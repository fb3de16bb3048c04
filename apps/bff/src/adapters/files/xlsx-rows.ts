import { fileLimits } from './file-limits.ts'
import { FileRefusal } from './file-refusal.ts'
import type { FileRow } from './file-row.ts'
import { cellText, columnOf } from './xlsx-cell.ts'
import type { XlsxContainer } from './xlsx-container.ts'
import { coverFinder, type Merge, rangeOf } from './xlsx-merges.ts'
import type { XlsxSheet, XlsxWorkbook } from './xlsx-workbook.ts'
import { readXml, type XmlHandlers } from './xlsx-xml.ts'

/** What a sheet has besides its rows: said to the person, never silent. */
export interface SheetFacts {
  rows: number
  hiddenRows: number
  hiddenColumns: number
  mergedCells: number
  /** Where the first of them are: "A2:A5". */
  merges: string[]
  formulas: number
}

interface OpenCell {
  column: number
  type: string
  style: number
  text: string
  formula: boolean
}

// Excel writes 1, LibreOffice true.
const isTrue = (attribute: string | undefined) => attribute === '1' || attribute === 'true'
const shownMerges = 12

function noteMerge(facts: SheetFacts, range: string | undefined): void {
  facts.mergedCells += 1
  if (range !== undefined && rangeOf(range) !== null && facts.merges.length < shownMerges) facts.merges.push(range)
}

interface SheetSource {
  readonly container: XlsxContainer
  readonly workbook: XlsxWorkbook
  readonly sheet: XlsxSheet
  /** Merged cells whose covered cells are to be marked. */
  readonly merges?: readonly Merge[]
}

/** Turns the tags of a sheet into rows; `take` gets each row that has a value. */
function sheetHandlers(
  { workbook, merges = [] }: SheetSource,
  facts: SheetFacts,
  take: (row: FileRow) => void,
): XmlHandlers {
  const coveredIn = coverFinder(merges)
  let rowNumber = 0
  let hidden = false
  let cells: string[] = []
  let formulas: number[] = []
  let errors: number[] = []
  let cell: OpenCell | null = null
  let inside = ''

  const openRow = (attributes: Readonly<Record<string, string>>) => {
    const said = Number(attributes['r'])
    rowNumber = Number.isInteger(said) && said > rowNumber ? said : rowNumber + 1
    if (rowNumber > fileLimits.rows)
      throw new FileRefusal(`The sheet has more than ${fileLimits.rows.toLocaleString('en')} rows.`)
    hidden = isTrue(attributes['hidden'])
    cells = []
    formulas = []
    errors = []
  }
  const openCell = (attributes: Readonly<Record<string, string>>) => {
    const column = attributes['r'] === undefined ? cells.length : columnOf(attributes['r'])
    if (column < 0 || column >= fileLimits.columns) {
      throw new FileRefusal(
        `Row ${rowNumber} has a value in column ${column + 1}; ${fileLimits.columns} columns are the most.`,
      )
    }
    cell = { column, type: attributes['t'] ?? '', style: Number(attributes['s'] ?? 0), text: '', formula: false }
  }
  const closeCell = () => {
    if (cell === null) return
    const text = cellText(cell, workbook)
    if (text.length > fileLimits.cellCharacters)
      throw new FileRefusal(
        `A cell in row ${rowNumber} is longer than ${fileLimits.cellCharacters.toLocaleString('en')} characters.`,
      )
    while (cells.length < cell.column) cells.push('')
    cells[cell.column] = text
    if (cell.formula) formulas.push(cell.column)
    if (cell.type === 'e') errors.push(cell.column)
    cell = null
  }
  const closeRow = () => {
    if (!cells.some((text) => text !== '')) return
    facts.rows += 1
    facts.formulas += formulas.length
    if (hidden) facts.hiddenRows += 1
    const merged = coveredIn(rowNumber, cells)
    take({ row: rowNumber, cells, hidden, formulas, errors, ...(merged.length === 0 ? {} : { merged }) })
  }
  return {
    open(name, attributes) {
      if (name === 'row') openRow(attributes)
      else if (name === 'c') openCell(attributes)
      else if (name === 'f' && cell !== null) cell.formula = true
      else if (name === 'col' && isTrue(attributes['hidden']))
        facts.hiddenColumns += Math.min(fileLimits.columns, Number(attributes['max']) - Number(attributes['min']) + 1)
      else if (name === 'mergeCell') noteMerge(facts, attributes['ref'])
      inside = name
    },
    text(text) {
      if (cell !== null && (inside === 'v' || inside === 't')) cell.text += text
    },
    close(name) {
      inside = ''
      if (name === 'c') closeCell()
      if (name === 'row') closeRow()
    },
  }
}

/** Streams the rows of one sheet in batches; `hand` is awaited, so a slow taker slows the reader instead of filling memory. */
export async function readSheet(
  source: SheetSource,
  hand: (rows: readonly FileRow[]) => Promise<void>,
): Promise<SheetFacts> {
  const facts: SheetFacts = { rows: 0, hiddenRows: 0, hiddenColumns: 0, mergedCells: 0, merges: [], formulas: 0 }
  let batch: FileRow[] = []
  const handlers = sheetHandlers(source, facts, (row) => batch.push(row))
  const pause = async () => {
    if (batch.length === 0) return
    const rows = batch
    batch = []
    await hand(rows)
  }
  await readXml(source.sheet.part, await source.container.open(source.sheet.part), { ...handlers, pause })
  return facts
}
