import { message } from '@muster/wording/message'
import { hasValue } from '../../../features/uploads/receive/contents-count.ts'
import { fileLimits } from '../file-limits.ts'
import { FileRefusal } from '../file-refusal.ts'
import type { CellOffer, FileRow } from '../file-row.ts'
import { cellText, columnOf, lacksValue, markOf, type RawCell } from './xlsx-cell.ts'
import { conditionFinder } from './xlsx-conditions.ts'
import type { XlsxContainer } from './xlsx-container.ts'
import { factsFinder, noFacts, type SheetFacts } from './xlsx-facts.ts'
import { addressOfFormula } from './xlsx-links.ts'
import type { CellFormat } from './xlsx-looks.ts'
import type { SheetMarks } from './xlsx-marks.ts'
import { coverFinder } from './xlsx-merges.ts'
import { plainNumber } from './xlsx-number.ts'
import { richText } from './xlsx-text.ts'
import type { XlsxSheet, XlsxWorkbook } from './xlsx-workbook.ts'
import { readXml, type XmlAttributes, type XmlHandlers } from './xlsx-xml.ts'

export interface SheetSource {
  readonly container: XlsxContainer
  readonly workbook: XlsxWorkbook
  readonly sheet: XlsxSheet
  /** Cell properties that the sheet lists after its rows. */
  readonly marks?: SheetMarks
}

interface OpenRow {
  readonly row: number
  readonly hidden: boolean
  /** The position of a cell without a reference. */
  next: number
  readonly cells: string[]
  /** By column. */
  readonly styles: number[]
  readonly formulas: number[]
  readonly errors: number[]
  readonly offers: CellOffer[]
}

function checkPlace(row: number, column: number): void {
  if (row > fileLimits.rows) throw new FileRefusal(message('workbook.rows', { most: fileLimits.rows }))
  if (column < 0 || column >= fileLimits.columns)
    throw new FileRefusal(message('workbook.column', { row, column: column + 1, most: fileLimits.columns }))
}

const isNumber = ({ type }: RawCell) => type === '' || type === 'n'

/** Adds a cell to its row. Ignores one without value and formula, however it is styled and wherever it is. */
function addCell(row: OpenRow, cell: RawCell, workbook: XlsxWorkbook): void {
  const isMissing = lacksValue(cell, workbook)
  const { text, displayed } = isMissing ? { text: '' } : cellText(cell, workbook)
  if (text === '' && cell.formula === null) return
  checkPlace(row.row, cell.column)
  if (text.length > fileLimits.cellCharacters)
    throw new FileRefusal(message('workbook.cell_length_in_row', { row: row.row, most: fileLimits.cellCharacters }))
  while (row.cells.length < cell.column) row.cells.push('')
  row.cells[cell.column] = text
  if (cell.formula !== null) row.formulas.push(cell.column)
  if (cell.type === 'e' || isMissing) row.errors.push(cell.column)
  if (displayed !== undefined) {
    // A number that shows as blank is likely a formula without a result: the member decides, instead of a warning alone.
    const isHiddenText = displayed === '' && !isNumber(cell)
    row.offers.push({ column: cell.column, kind: isHiddenText ? 'unseen' : 'display', value: displayed })
  }
  if (isNumber(cell) && lostDigits(cell.text)) row.offers.push({ column: cell.column, kind: 'digits', value: '' })
  const mark = text === '' || displayed === '' ? null : markOf(cell, workbook)
  if (mark !== null) row.offers.push({ column: cell.column, ...mark })
  const link = cell.formula === null ? null : addressOfFormula(cell.formula)
  if (link !== null) row.offers.push({ column: cell.column, kind: 'link', value: link })
}

const cutNumber = /^-?\d{15}0+$/

/**
 * Whether a number has more digits than its program keeps: Excel writes zeros for the others, and what is stored with an
 * exponent is rounded.
 */
function lostDigits(stored: string): boolean {
  if (stored.length < 16 && !/e/i.test(stored)) return false
  const isRounded = !/^-?\d+$/.test(stored) && Math.abs(Number(stored)) > Number.MAX_SAFE_INTEGER
  return isRounded || cutNumber.test(plainNumber(stored))
}

// Enough to recognize a link to an address.
const maxFormulaLength = 1000

const emptyRow = (row: number, hidden: boolean): OpenRow => ({
  row,
  hidden,
  next: 0,
  cells: [],
  styles: [],
  formulas: [],
  errors: [],
  offers: [],
})

/** The number that a row gives itself, or else the next one. */
function rowNumber(given: string | undefined, last: number): number {
  const row = Number(given)
  return Number.isInteger(row) && row > last ? row : last + 1
}

interface RowMarks {
  readonly merged: NonNullable<FileRow['merged']>
  /** By conditional formats; a mark of the cell itself takes precedence. */
  readonly conditional: readonly CellOffer[]
  /** Listed after the rows of the sheet. */
  readonly listed: readonly CellOffer[] | undefined
}

function fileRow({ row, cells, hidden, formulas, errors, offers }: OpenRow, marks: RowMarks): FileRow {
  const isMarked = ({ column }: CellOffer) => offers.some((one) => one.column === column && one.kind !== 'display')
  const conditional = marks.conditional.filter((offer) => !isMarked(offer))
  const all = [...offers, ...conditional, ...(marks.listed ?? [])]
  return {
    row,
    cells,
    hidden,
    formulas,
    errors,
    ...(marks.merged.length === 0 ? {} : { merged: marks.merged }),
    ...(all.length === 0 ? {} : { offers: all }),
  }
}

/** Collects the parts of a cell from its tags. */
function cellReader() {
  let cell: RawCell | null = null
  let rich = richText()
  let inside = ''
  /** Within a phonetic hint, which sheets display above the text or not at all. */
  let isHint = false
  return {
    begin(column: number, { t = '', s = '0' }: XmlAttributes): void {
      cell = { column, type: t, style: Number(s), text: '', runs: null, formula: null, hasValue: false }
      rich = richText()
    },
    open(name: string, attributes: XmlAttributes): void {
      if (name === 'f' && cell !== null) cell.formula = ''
      else if (name === 'v' && cell !== null) cell.hasValue = true
      rich.open(name, attributes)
      isHint ||= name === 'rPh'
      inside = isHint ? '' : name
    },
    text: (text: string): void => {
      if (cell === null) return
      if (inside === 'v' || inside === 't') rich.add(text)
      if (inside === 'f' && cell.formula !== null && cell.formula.length < maxFormulaLength) cell.formula += text
    },
    /** Returns the cell that this tag ends. */
    close(name: string): RawCell | null {
      inside = ''
      if (name === 'rPh') isHint = false
      if (name !== 'c' || cell === null) return null
      const ended = { ...cell, text: rich.whole(), runs: rich.runs() }
      cell = null
      return ended
    },
  }
}

/** Finds the marks of each row, from the top down. */
function rowMarksFinder(
  marks: SheetMarks | undefined,
  formatOf: (column: number) => CellFormat,
): (open: OpenRow) => RowMarks {
  const coveredIn = coverFinder(marks?.merges ?? [])
  const conditionsIn = conditionFinder(marks?.conditions ?? [], formatOf)
  return ({ row, cells }) => ({
    merged: coveredIn(row, cells),
    conditional: conditionsIn(row, cells),
    listed: marks?.offers.get(row),
  })
}

/** Turns the tags of a sheet into rows; `take` receives each row that has a value or a formula. */
function sheetHandlers({ workbook, marks }: SheetSource, facts: SheetFacts, take: (row: FileRow) => void): XmlHandlers {
  const cells = cellReader()
  const noted = factsFinder(facts)
  let row: OpenRow | null = null
  let lastRow = 0
  const marksOf = rowMarksFinder(marks, (column) => workbook.looks.cellFormats[row?.styles[column] ?? 0] ?? {})

  const openRow = (attributes: XmlAttributes) => {
    lastRow = rowNumber(attributes['r'], lastRow)
    row = emptyRow(lastRow, noted.isRowHidden(attributes))
  }
  const openCell = (attributes: XmlAttributes) => {
    const { r, s = '0' } = attributes
    const column = r === undefined ? (row?.next ?? 0) : columnOf(r)
    cells.begin(column, attributes)
    if (row === null) return
    row.next = column + 1
    if (marks !== undefined && column >= 0 && column < fileLimits.columns) row.styles[column] = Number(s)
  }
  const closeRow = (open: OpenRow) => {
    if (open.errors.length === 0 && !open.cells.some(hasValue)) return
    noted.seeRow(open)
    take(fileRow(open, marksOf(open)))
  }
  return {
    open(name, attributes) {
      if (name === 'row') openRow(attributes)
      else if (name === 'c') openCell(attributes)
      else noted.see(name, attributes)
      cells.open(name, attributes)
    },
    text: cells.text,
    close(name) {
      const cell = cells.close(name)
      if (cell !== null && row !== null) addCell(row, cell, workbook)
      if (name === 'row' && row !== null) closeRow(row)
      if (name === 'row') row = null
    },
  }
}

/** Passes each tag and text to both. */
const both = (one: XmlHandlers, other: XmlHandlers): XmlHandlers => ({
  open(name, attributes) {
    one.open?.(name, attributes)
    other.open?.(name, attributes)
  },
  close(name) {
    one.close?.(name)
    other.close?.(name)
  },
  text(text) {
    one.text?.(text)
    other.text?.(text)
  },
})

/**
 * Streams the rows of one sheet in batches; awaits `hand`, so a slow consumer slows the reader instead of filling memory.
 * `beside` sees the same tags.
 */
export async function readSheet(
  source: SheetSource,
  hand: (rows: readonly FileRow[]) => Promise<void>,
  beside?: XmlHandlers,
): Promise<SheetFacts> {
  const facts = noFacts()
  let batch: FileRow[] = []
  const own = sheetHandlers(source, facts, (row) => batch.push(row))
  const handlers = beside === undefined ? own : both(own, beside)
  const pause = async () => {
    if (batch.length === 0) return
    const rows = batch
    batch = []
    await hand(rows)
  }
  await readXml(source.sheet.part, await source.container.open(source.sheet.part), { ...handlers, pause })
  return facts
}
