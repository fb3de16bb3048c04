import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { ContentsCount, FileRow } from '../file-ports.ts'
import { type LossPlace, lossFinder, placeLedger } from './contents-places.ts'

const at = 0x40
const lineFeed = 0x0a
const carriageReturn = 0x0d

/** What a UTF-16 unit counts as; up to `letterOrDigit` this is its count. */
const unit = { nothing: 0, letterOrDigit: 1, address: 2, lineEnd: 3, unknown: 4 } as const
const kindOfUnit = new Uint8Array(0x10000).fill(unit.unknown)
const letterOrDigit = /[\p{L}\p{N}]/u

function classify(code: number): number {
  // Halves of characters beyond the basic plane are counted separately.
  const isSurrogate = (code & 0xf800) === 0xd800
  const isCounted = isSurrogate || letterOrDigit.test(String.fromCharCode(code))
  return isCounted ? unit.letterOrDigit : unit.nothing
}
kindOfUnit[at] = unit.address
kindOfUnit[lineFeed] = unit.lineEnd
kindOfUnit[carriageReturn] = unit.lineEnd

function kindOf(code: number): number {
  const known = kindOfUnit[code] ?? unit.nothing
  if (known !== unit.unknown) return known
  const kind = classify(code)
  kindOfUnit[code] = kind
  return kind
}

/** Whether a text begins with a visible ASCII character: most do, which saves a closer look. */
const beginsVisibly = (text: string) => text.charCodeAt(0) > 0x20 && text.charCodeAt(0) < 0x7f

/** Blank: only spaces, control characters and zero-width characters. */
export const hasValue = (cell: string) => beginsVisibly(cell) || /[^\s\p{Cc}\p{Cf}]/u.test(cell)

/** Counts pieces of text, or cells: both totals are equal if nothing is lost. */
export function contentsCounter() {
  let characters = 0
  let addresses = 0
  const seeCode = (code: number) => {
    const kind = kindOf(code)
    if (kind === unit.letterOrDigit) characters += 1
    else if (kind === unit.address) addresses += 1
  }
  return {
    seeCode,
    see: (text: string): void => {
      let found = 0
      for (let index = 0; index < text.length; index += 1) {
        const code = text.charCodeAt(index)
        const kind = kindOfUnit[code] ?? unit.nothing
        if (kind <= unit.letterOrDigit) found += kind
        else seeCode(code)
      }
      characters += found
    },
    sum: () => characters + addresses,
    count: () => ({ characters, addresses }),
  }
}

/** The lines of a text that have content, and the sum at the end of each. */
function lineLedger() {
  const { mark, places } = placeLedger()
  let line = 1
  let filled = 0
  let before = 0
  return {
    end(sum: number): void {
      if (sum > before) filled += 1
      before = sum
      mark(line, sum)
      line += 1
    },
    filled: () => filled,
    places,
  }
}

/** Counts a text line by line, in chunks of any size. */
export function textCounter() {
  const lines = lineLedger()
  let characters = 0
  let addresses = 0
  let endsInReturn = false
  return {
    see: (text: string): void => {
      let found = 0
      for (let index = 0; index < text.length; index += 1) {
        const code = text.charCodeAt(index)
        const kind = kindOf(code)
        if (kind <= unit.letterOrDigit) found += kind
        else if (kind === unit.address) addresses += 1
        else {
          const isSecond =
            code === lineFeed && (index === 0 ? endsInReturn : text.charCodeAt(index - 1) === carriageReturn)
          if (isSecond) continue
          characters += found
          found = 0
          lines.end(characters + addresses)
        }
      }
      characters += found
      if (text !== '') endsInReturn = text.charCodeAt(text.length - 1) === carriageReturn
    },
    /** Ends the text. */
    end: (): ContentsCount => {
      lines.end(characters + addresses)
      return { characters, addresses, lines: lines.filled(), places: lines.places() }
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

/** How many of a row's formulas are not blank. */
const filledFormulas = ({ formulas, errors, cells }: CountedRow) =>
  [...new Set(formulas)].filter((index) => errors.includes(index) || hasValue(cells[index] ?? '')).length

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
  const isText = contents.characters !== undefined
  const sum = () => (isText ? text.sum() : cells + formulas + text.count().addresses)
  return {
    see: (row: CountedRow): void => {
      records += 1
      const line = row.line ?? row.row
      finder.row(line, row.lines ?? 1, sum())
      const before = text.sum()
      for (let index = 0; index < row.cells.length; index += 1) {
        const cell = row.cells[index] ?? ''
        text.see(cell)
        if (isText || !hasValue(cell)) continue
        cells += 1
        columns.add(index)
      }
      // Several rows may share one line, as in a list of addresses.
      if (line !== lastLine) lines += row.lines === undefined ? Number(text.sum() > before) : filledLines(row.cells)
      lastLine = line
      if (row.formulas.length > 0) formulas += filledFormulas(row)
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
