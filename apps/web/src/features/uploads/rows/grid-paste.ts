import type { UploadRow } from '@muster/contracts/uploads'
import type { GridPlace } from './grid-move.ts'

interface PastedCell {
  readonly row: number
  readonly column: number
  readonly value: string
}

export const maxCells = 1000

// A quoted cell, or one up to the next tab or line end; then what ends it.
const nextCell = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/y

/** Parses cells as spreadsheets copy them: only a cell with a line break or a tab is quoted. */
export function pastedTable(text: string): readonly (readonly string[])[] {
  const table: string[][] = [[]]
  nextCell.lastIndex = 0
  for (let match = nextCell.exec(text); match !== null; match = nextCell.exec(text)) {
    const [, quoted, plain = '', end = ''] = match
    const isWrapped = quoted !== undefined && /[\t\r\n]/.test(quoted)
    table.at(-1)?.push(isWrapped ? quoted.replaceAll('""', '"') : quoted === undefined ? plain : `"${quoted}"`)
    if (end === '' || nextCell.lastIndex === text.length) break
    if (end !== '\t') table.push([])
  }
  return table
}

/** A paste placed on the grid: the cells it changes, and the number of cells outside the grid. */
export interface PlacedPaste {
  readonly cells: readonly PastedCell[]
  readonly outside: number
}

/**
 * Places cells copied from a spreadsheet on the grid, from a cell on: lines go down the rows shown, cells go along the
 * columns shown. Null if there are more cells than one request allows.
 */
export function placePaste(
  text: string,
  place: GridPlace,
  grid: { readonly rows: readonly { readonly row: number }[]; readonly columns: readonly { readonly index: number }[] },
): PlacedPaste | null {
  const table = pastedTable(text)
  const cells = table.flatMap((line, down) => {
    const row = grid.rows[place.index + down]
    if (row === undefined) return []
    return line.flatMap((value, right) => {
      const column = grid.columns[Math.max(0, place.column) + right]
      return column === undefined ? [] : [{ row: row.row, column: column.index, value }]
    })
  })
  const outside = table.reduce((sum, line) => sum + line.length, 0) - cells.length
  return cells.length > maxCells ? null : { cells, outside }
}

/** The same cells with their current values, to undo the change. */
export function currentCells(cells: readonly PastedCell[], rows: readonly UploadRow[]): PastedCell[] {
  const byNumber = new Map(rows.map((row) => [row.row, row]))
  return cells.map(({ row, column }) => ({ row, column, value: byNumber.get(row)?.cells[column] ?? '' }))
}
