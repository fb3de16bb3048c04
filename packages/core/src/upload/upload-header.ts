import { addressesIn } from '../identifier/read-addresses.ts'
import { composedHeading, isKnownHeading, isStep } from './upload-headings.ts'

interface SampleRow {
  /** As people count, from 1. */
  readonly row: number
  readonly cells: readonly string[]
}

const filled = (cells: readonly string[]) => cells.filter((cell) => cell.trim() !== '').length
/** A heading may quote an example: "Email (e.g. ana@example.com)". */
const withoutExample = (cell: string) =>
  cell.replace(/[([<].*$/, '').replace(/\b(?:e\.?\s?g\b|i\.?\s?e\b|like|such as|example).*$/i, '')
const isHeading = (cell: string) => isKnownHeading(cell) || isKnownHeading(withoutExample(cell))

/** An address, even one with a broken character. */
const holdsAddress = (cell: string) => addressesIn(cell).length > 0 || /(?:^|\S)@\S+\.\S/.test(cell)

/** Users, not headings: an address, whatever is around it, Kore.ai's ids, numbers. */
const isData = (cell: string) =>
  (holdsAddress(cell) && !isHeading(cell)) || /^(u-[0-9a-f-]{36}|\d[\d.,:/ -]*)$/i.test(cell.trim())

const mostAbove = 10

/** How many cells of a row are headings people use; 0 if they are too few of it. */
export function headingsIn(cells: readonly string[]): number {
  const known = cells.filter(isHeading).length
  return known > 1 || known * 2 > filled(cells) ? known : 0
}

const isFilled = (cell: string | undefined) => cell !== undefined && cell.trim() !== ''

/**
 * The title of several columns that is above this one: its own cell, or the next to the left, where merged cells have
 * theirs. "Remove" counts only in its own column: what to do with names is never guessed. A first cell alone is the
 * title of the whole table.
 */
function titleAt(upper: readonly string[], index: number): string {
  if (isFilled(upper[0]) && filled(upper) === 1) return ''
  const own = upper[index] ?? ''
  if (isFilled(own)) return own
  const left = upper.slice(0, index).findLast(isFilled) ?? ''
  return isStep(left) ? '' : left
}

/** Whether a row completes the headings above it: "Add" and "Remove" below "Groups", or headings where those above are no known ones. */
function completes(lower: readonly string[], upper: readonly string[]): boolean {
  if (filled(upper) < 2 || filled(lower) === 0 || lower.some(isData)) return false
  let known = 0
  const isCompletion = (cell: string, index: number) => {
    if (!isFilled(cell) || composedHeading(titleAt(upper, index), cell) !== null) return true
    known += 1
    return isHeading(cell) && !isHeading(upper[index] ?? '')
  }
  return lower.every(isCompletion) && (known === 0 || known > 1)
}

/** The headings of a file, each with the one above it: headings may take two rows, the first of merged cells. */
export function headingsOf(header: readonly string[], upper: readonly string[]): readonly string[] {
  const isSecond = completes(header, upper)
  return Array.from({ length: Math.max(header.length, isSecond ? upper.length : 0) }, (_, index) => {
    const own = header[index] ?? ''
    if (isFilled(own)) return composedHeading(titleAt(upper, index), own) ?? own
    return isSecond ? (upper[index] ?? '') : own
  })
}

/** The second row of headings below the first, or else the first. */
function lastHeading(rows: readonly SampleRow[], first: SampleRow): number {
  const below = rows.find(({ row }) => row === first.row + 1)
  return below !== undefined && completes(below.cells, first.cells) ? below.row : first.row
}

/**
 * The header row: of the rows about as wide as the rest, which excludes a title above the table, the one with the most
 * known headings, else the first. 0 if that row already contains data, or a row above it names a user.
 */
export function guessHeaderRow(rows: readonly SampleRow[]): number {
  const widest = Math.max(0, ...rows.map(({ cells }) => filled(cells)))
  const wide = rows.filter(({ cells }) => filled(cells) * 2 > widest)
  const firstData = wide.findIndex(({ cells }) => cells.some(isData))
  const above = wide.slice(0, firstData === -1 ? mostAbove : Math.min(mostAbove, firstData))
  const most = Math.max(0, ...above.map(({ cells }) => headingsIn(cells)))
  // Headings may take two rows, and templates have a line of their own above: the first row is not always the one.
  const known = above.find(({ cells }) => most > 0 && headingsIn(cells) === most)
  if (known !== undefined) return lastHeading(rows, known)
  const [top] = above
  const first = top === undefined ? 0 : lastHeading(rows, top)
  // Only known headings may have an address above them: it is a contact in the title then, and no user.
  const isBelowUsers = rows.some(({ row, cells }) => row < first && cells.some((cell) => holdsAddress(cell)))
  return isBelowUsers ? 0 : first
}
