import type { UploadRow } from '@muster/contracts/uploads'
import type { GridPlace } from './grid-move.ts'

interface PastedCell {
  readonly row: number
  readonly column: number
  readonly value: string
}

const mostCells = 1000

// A quoted cell, or one up to the next tab or line end; then what ends it.
const nextCell = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/y

/** Cells as spreadsheets copy them: one that holds a line break or a tab stands in quotes, any other as it is. */
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

/** What a paste comes to in the grid: the cells it changes, and how many fell outside. */
export interface PlacedPaste {
  readonly cells: readonly PastedCell[]
  readonly outside: number
}

/**
 * Cells copied from a spreadsheet, placed over the grid from a place on: lines go down the rows shown, cells go right over
 * the columns shown. Null where it is more than one request may carry.
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
  return cells.length > mostCells ? null : { cells, outside }
}

/** The same cells as they stand now: what is written back to undo the change. */
export function currentCells(cells: readonly PastedCell[], rows: readonly UploadRow[]): PastedCell[] {
  const byNumber = new Map(rows.map((row) => [row.row, row]))
  return cells.map(({ row, column }) => ({ row, column, value: byNumber.get(row)?.cells[column] ?? '' }))
}
