import { isEmailShaped } from './upload-row.ts'

interface SampleRow {
  /** As people count, from 1. */
  readonly row: number
  readonly cells: readonly string[]
}

const filled = (cells: readonly string[]) => cells.filter((cell) => cell.trim() !== '').length
const isData = (cell: string) => isEmailShaped(cell.trim()) || /^(u-[0-9a-f-]{36}|\d[\d.,:/ -]*)$/i.test(cell.trim())

/**
 * The row that names the columns: the first one about as wide as the rest, so that a title above the table is not
 * taken for it. 0 when that row holds data already.
 */
export function guessHeaderRow(rows: readonly SampleRow[]): number {
  const widest = Math.max(0, ...rows.map(({ cells }) => filled(cells)))
  const first = rows.find(({ cells }) => filled(cells) * 2 > widest)
  if (first === undefined) return 0
  return first.cells.some(isData) ? 0 : first.row
}
