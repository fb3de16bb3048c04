import type { FileRow } from '../../features/uploads/file-ports.ts'

export type { CellOffer, FileRow } from '../../features/uploads/file-ports.ts'

/** A row of plain text cells. */
export function plainRow(row: number, cells: readonly string[]): FileRow {
  return { row, cells, hidden: false, formulas: [], errors: [] }
}
