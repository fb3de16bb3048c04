import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { ContentsCount, FileRow } from '../file-ports.ts'
import { type LossPlace, lossFinder, placeLedger } from './contents-places.ts'

const letterOrDigit = /[\p{L}\p{N}]/u
/** For each UTF-16 unit whether it counts as a letter or a digit: 1 no, 2 yes, 0 unknown yet. */
const kindOfUnit = new Uint8Array(0x10000)

function isLetterOrDigit(code: number): boolean {
  const known = kindOfUnit[code]
  if (known !== undefined && known !== 0) return known === 2
  // Halves of characters beyond the basic plane are counted separately.
  const isSurrogate = (code & 0xf800) === 0xd800
  const counts = isSurrogate || letterOrDigit.test(String.fromCharCode(code))
  kindOfUnit[code] = counts ? 2 : 1
  return counts
}
const at = 0x40
const lineFeed = 0x0a
const carriageReturn = 0x0d

/** Blank: only spaces, control characters and zero-width characters. */
export const hasValue = (cell: string) => /[^\s\p{Cc}\p{Cf}]/u.test(cell)

/** Counts pieces of text, or cells: both totals are equal if nothing is lost. */
export function contentsCounter() {
  let characters = 0
  let addresses = 0
  const seeCode = (code: number) => {
    if (code === at) addresses += 1
    else if (isLetterOrDigit(code)) characters += 1
  }
  return {
    seeCode,
    see: (text: string): void => {
      for (let index = 0; index < text.length; index += 1) seeCode(text.charCodeAt(index))
    },
    sum: () => characters + addresses,
    count: () => ({ characters, addresses }),
  }
}

/** Counts a text line by line, in chunks of any size. */
export function textCounter() {
  const counter = contentsCounter()
  const ledger = placeLedger()
  let line = 1
  let filled = 0
  let before = 0
  let last = 0
  const isFilled = () => counter.sum() > before
  const endLine = () => {
    if (isFilled()) filled += 1
    before = counter.sum()
    ledger.mark(line, before)
    line += 1
  }
  const seeCode = (code: number) => {
    if (code === carriageReturn || (code === lineFeed && last !== carriageReturn)) endLine()
    counter.seeCode(code)
    last = code
  }
  return {
    see: (text: string): void => {
      for (let index = 0; index < text.length; index += 1) seeCode(text.charCodeAt(index))
    },
    /** Ends the text. */
    end: (): ContentsCount => {
      endLine()
      return { ...counter.count(), lines: filled, places: ledger.places() }
    },
  }
}

/** How many of a row's lines have a letter or a digit, or an address. */
function filledLines(cells: readonly string[]): number {
  const isFilled = (line: string) => {
    const counter = contentsCounter()
    counter.see(line)
    return counter.sum() > 0
  }
  return cells
    .join('\t')
    .split(/\r\n|\n|\r/)
    .filter(isFilled).length
}

type CountedRow = Pick<FileRow, 'row' | 'cells' | 'formulas' | 'errors' | 'line' | 'lines'>

/** Counts the content of a file's rows, and finds where they begin to differ from the file. */
export function rowsCounter(contents: ContentsCount = { addresses: 0 }) {
  const text = contentsCounter()
  const finder = lossFinder(contents.places ?? [])
  const columns = new Set<number>()
  let cells = 0
  let formulas = 0
  let lines = 0
  let records = 0
  let lastLine = 0
  const sum = () => (contents.characters === undefined ? cells + formulas + text.count().addresses : text.sum())
  return {
    see: (row: CountedRow): void => {
      records += 1
      const line = row.line ?? row.row
      finder.row(line, row.lines ?? 1, sum())
      const before = text.sum()
      for (const [index, cell] of row.cells.entries()) {
        text.see(cell)
        if (!hasValue(cell)) continue
        cells += 1
        columns.add(index)
      }
      // Several rows may share one line, as in a list of addresses.
      if (line !== lastLine) lines += row.lines === undefined ? Number(text.sum() > before) : filledLines(row.cells)
      lastLine = line
      formulas += [...new Set(row.formulas)].filter(
        (index) => row.errors.includes(index) || hasValue(row.cells[index] ?? ''),
      ).length
    },
    count: () => ({ ...text.count(), records, cells, formulas, lines, columns: columns.size }),
    lossPlace: () => finder.end(sum()),
  }
}

const kinds = ['records', 'addresses', 'characters', 'lines', 'cells', 'columns', 'formulas'] as const

function lossAt(loss: Message, { from, to }: LossPlace, isText: boolean): Message {
  if (from >= to)
    return isText ? message('loss.in_line', { loss, line: to }) : message('loss.in_row', { loss, row: to })
  return message(isText ? 'loss.between_lines' : 'loss.between_rows', { loss, from, to })
}

/** The content missing from all rows, and the position of the first of it; null if nothing is lost. */
export function lossOf(contents: ContentsCount, rows: ReturnType<typeof rowsCounter>): Message | null {
  const read = rows.count()
  for (const kind of kinds) {
    const [held, found] = [contents[kind], read[kind]]
    if (held === undefined || held === found) continue
    const place = rows.lossPlace()
    const loss = message(`loss.${kind}`, { read: found, total: held })
    return place === null ? loss : lossAt(loss, place, contents.characters !== undefined)
  }
  return null
}
