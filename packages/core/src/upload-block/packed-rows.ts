import type { EditedRow, FileRow } from './file-row.ts'

/** Facts of a row besides its number and cells. Absent facts have their usual value. */
export type RowExtras = Partial<Omit<EditedRow, 'row' | 'cells'>>

/** Rows as one text: small to send between threads, and to compress. */
export interface PackedRows {
  /** Row numbers, ascending. */
  readonly numbers: Uint32Array
  /** The cells of all rows: U+001F between cells, U+001E between rows. */
  readonly text: string
  /** By position, for rows that have any. */
  readonly extras: ReadonlyMap<number, RowExtras>
}

/** Rows in memory, by position. */
export interface OpenRows {
  readonly numbers: Uint32Array
  readonly cells: readonly (readonly string[])[]
  readonly extras: ReadonlyMap<number, RowExtras>
  /** False: no cell holds a separator of packed cells, or U+FFFD, which is in place of bytes that are no text. */
  readonly hasSpecial: boolean
}

export const cellEnd = '\u001f'
const rowEnd = '\u001e'
const cellEndCode = 0x1f
const escapeSign = '\u001b'
// oxlint-disable-next-line no-control-regex -- the separators themselves
const special = /[\u001b\u001e\u001f]/
// oxlint-disable-next-line no-control-regex -- the separators themselves
const everySpecial = /[\u001b\u001e\u001f]/g
// oxlint-disable-next-line no-control-regex -- the separators themselves
const escaped = /\u001b([0-2])/g
const specials = [escapeSign, rowEnd, cellEnd]

const escape = (cell: string) =>
  special.test(cell) ? cell.replaceAll(everySpecial, (sign) => `${escapeSign}${specials.indexOf(sign)}`) : cell
const hasSpecial = (text: string) => text.includes(escapeSign) || text.includes('\ufffd')
const unescape = (cell: string) => cell.replaceAll(escaped, (_, at: string) => specials[Number(at)] ?? '')

/** The cells of rows as one text. */
export function packCells(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => cells.map(escape).join(cellEnd)).join(rowEnd)
}

/** Cells of the row that has most. */
export function widestRow({ numbers, text }: PackedRows): number {
  if (numbers.length === 0) return 0
  let most = 0
  let start = 0
  for (;;) {
    const end = text.indexOf(rowEnd, start)
    const last = end === -1 ? text.length : end
    let cells = 1
    for (let at = start; at < last; at += 1) if (text.charCodeAt(at) === cellEndCode) cells += 1
    if (cells > most) most = cells
    if (end === -1) return most
    start = end + 1
  }
}

type RowToPack = FileRow & { readonly edited?: readonly number[] }

const isUsual = (row: RowToPack) =>
  !row.hidden &&
  row.formulas.length === 0 &&
  row.errors.length === 0 &&
  (row.edited === undefined || row.edited.length === 0) &&
  (row.line ?? row.lines ?? row.merged ?? row.faults ?? row.offers ?? row.retriesSeq) === undefined

function extrasOf(row: RowToPack): RowExtras {
  const { edited = [], hidden, formulas, errors, merged, line, lines, faults, offers, retriesSeq } = row
  return {
    ...(edited.length > 0 ? { edited } : {}),
    ...(hidden ? { hidden } : {}),
    ...(formulas.length > 0 ? { formulas } : {}),
    ...(errors.length > 0 ? { errors } : {}),
    ...(merged === undefined ? {} : { merged }),
    ...(line === undefined ? {} : { line }),
    ...(lines === undefined ? {} : { lines }),
    ...(faults === undefined ? {} : { faults }),
    ...(offers === undefined ? {} : { offers }),
    ...(retriesSeq === undefined ? {} : { retriesSeq }),
  }
}

export function packRows(rows: readonly RowToPack[]): PackedRows {
  const extras = new Map<number, RowExtras>()
  for (const [at, row] of rows.entries()) if (!isUsual(row)) extras.set(at, extrasOf(row))
  return { numbers: Uint32Array.from(rows, ({ row }) => row), text: packCells(rows.map(({ cells }) => cells)), extras }
}

/** The cells of one row of a packed text. */
function cellsOf(row: string): readonly string[] {
  const cells = row.split(cellEnd)
  return row.includes(escapeSign) ? cells.map(unescape) : cells
}

export function openRows({ numbers, text, extras }: PackedRows): OpenRows {
  const cells = numbers.length === 0 ? [] : text.split(rowEnd).map(cellsOf)
  return { numbers, cells, extras, hasSpecial: hasSpecial(text) }
}

/** Rows of which only those at some positions are opened: the others have no cells. */
export function openRowsAt({ numbers, text, extras }: PackedRows, positions: ReadonlySet<number>): OpenRows {
  const last = Math.max(-1, ...positions)
  const cells: (readonly string[])[] = []
  for (let at = 0, start = 0; at <= last; at += 1) {
    const end = text.indexOf(rowEnd, start)
    const isOpen = positions.has(at)
    cells.push(isOpen ? cellsOf(text.slice(start, end === -1 ? text.length : end)) : noCells)
    start = end + 1
    if (end === -1) break
  }
  return { numbers, cells, extras, hasSpecial: hasSpecial(text) }
}

const noCells: readonly string[] = []
const none: readonly number[] = []
const noExtras: RowExtras = {}

/** One row with all its facts. */
export function rowAt({ numbers, cells, extras }: OpenRows, at: number): EditedRow {
  const { edited = none, hidden = false, formulas = none, errors = none, ...others } = extras.get(at) ?? noExtras
  return { row: numbers[at] ?? 0, cells: cells[at] ?? [], edited, hidden, formulas, errors, ...others }
}

export function unpackRows(packed: PackedRows): readonly EditedRow[] {
  const open = openRows(packed)
  return Array.from(open.numbers, (_, at) => rowAt(open, at))
}
