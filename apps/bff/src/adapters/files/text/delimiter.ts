import { addressesIn } from '@muster/core/identifier/read-addresses'
import { createRecordReader } from '@muster/core/text/delimited-text'
import { headingsIn } from '@muster/core/upload/upload-header'
import { isAddressList } from './address-list.ts'
import { quotedRowsReader } from './quoted-rows.ts'

const characters = [',', ';', '\t', '|'] as const
/** A character between cells, or `addresses`: running text in which every address is a row. */
export const delimiters = [...characters, 'addresses'] as const
export type Delimiter = (typeof delimiters)[number]

const sampleCharacters = 65_536
const sampleRecords = 200
/** Headings may come after one or two title lines. */
const maxRowsAbove = 10
const noLimits = { cellCharacters: sampleCharacters, recordCharacters: sampleCharacters, columns: sampleCharacters }

function recordsOf(text: string, delimiter: string): readonly (readonly string[])[] {
  const reader = createRecordReader(delimiter, noLimits)
  const records: (readonly string[])[] = []
  for (const { cells } of quotedRowsReader(delimiter, noLimits)([...reader.push(text), ...reader.end()])) {
    const used = cells.findLastIndex((cell) => cell.trim() !== '') + 1
    if (used > 0) records.push(cells.slice(0, used))
    if (records.length >= sampleRecords) break
  }
  return records
}

/** Whether a cell names one user by address: a name may come before it, and only closing characters after it. */
function isAddressCell(cell: string): boolean {
  const [address = '', ...others] = addressesIn(cell)
  if (address === '' || others.length > 0) return false
  return /^[\s>)\]"'”»“’.]*$/.test(cell.slice(cell.indexOf(address) + address.length))
}

const share = (records: readonly (readonly string[])[], holds: (cells: readonly string[]) => boolean) =>
  records.filter(holds).length / Math.max(1, records.length)

/** How similar the row widths are, from the heading down: a title above counts less. */
function evenness(records: readonly (readonly string[])[]): number {
  const scores = records.slice(0, maxRowsAbove).map(({ length }, at) => {
    const alike = share(records.slice(at), (cells) => cells.length === length)
    return alike * alike * Math.log2(length) * 0.5 ** at
  })
  return Math.max(0, ...scores)
}

/**
 * Scores a delimiter: known headings and cells with one address count most. Equal widths count less,
 * and even less if a blank follows the character, as it does in lists within a cell.
 */
function fitness(text: string, delimiter: string): number {
  const records = recordsOf(text, delimiter)
  const known = Math.max(0, ...records.slice(0, maxRowsAbove).map(headingsIn))
  const addresses = share(records, (cells) => cells.some(isAddressCell))
  const inner = records.flatMap((cells) => cells.slice(1))
  const spaced = inner.filter((cell) => cell.startsWith(' ')).length / Math.max(1, inner.length)
  return Math.min(known, 5) + 3 * addresses + evenness(records) * (1 - spaced / 2)
}

/** Excel's own first line: it names the delimiter and is not a row. */
const declared = /^\ufeff?sep=(.)\r?\n/i

/** Guesses the delimiter from the beginning of the text; a comma by default. The guess is displayed and can be corrected. */
export function guessDelimiter(text: string): Delimiter {
  const sample = text.slice(0, sampleCharacters)
  const written = characters.find((delimiter) => delimiter === declared.exec(sample)?.[1])
  if (written !== undefined) return written
  if (isAddressList(sample)) return 'addresses'
  // A last line that the sample cuts off proves nothing.
  const whole = sample.length < sampleCharacters ? sample : sample.slice(0, sample.lastIndexOf('\n') + 1 || undefined)
  const scored = characters.map((delimiter) => ({ delimiter, score: fitness(whole, delimiter) }))
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).delimiter
}
