/** A cell of the grid: position among the rows shown, and among the columns shown; column -1 is the row's own number. */
export interface GridPlace {
  readonly index: number
  readonly column: number
}

interface GridSize {
  readonly rows: number
  readonly columns: number
  /** Rows a page key moves by. */
  readonly page: number
}

const clamp = (value: number, most: number): number => Math.max(0, Math.min(value, most))

/** Where a key moves to, as in a spreadsheet; null where the key moves nothing. */
export function moveBy(
  place: GridPlace,
  key: { readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean },
  size: GridSize,
): GridPlace | null {
  const far = key.ctrlKey || key.metaKey
  const toRow = (index: number): GridPlace => ({ ...place, index: clamp(index, size.rows - 1) })
  const toColumn = (column: number): GridPlace => ({
    ...place,
    column: Math.max(-1, Math.min(column, size.columns - 1)),
  })
  switch (key.key) {
    case 'ArrowDown':
      return toRow(far ? size.rows - 1 : place.index + 1)
    case 'ArrowUp':
      return toRow(far ? 0 : place.index - 1)
    case 'ArrowRight':
      return toColumn(far ? size.columns - 1 : place.column + 1)
    case 'ArrowLeft':
      return toColumn(far ? -1 : place.column - 1)
    case 'PageDown':
      return toRow(place.index + size.page)
    case 'PageUp':
      return toRow(place.index - size.page)
    case 'Home':
      return far ? { index: 0, column: -1 } : toColumn(-1)
    case 'End':
      return far ? { index: size.rows - 1, column: size.columns - 1 } : toColumn(size.columns - 1)
    default:
      return null
  }
}

/** A key that writes a character: in a cell it starts editing with it. */
export function isTyped(key: {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}): boolean {
  return !key.ctrlKey && !key.metaKey && !key.altKey && /^[^\s\p{Cc}]$/u.test(key.key)
}

interface PastedCell {
  readonly row: number
  readonly column: number
  readonly value: string
}

const mostCells = 1000

/**
 * Cells copied from a spreadsheet, laid over the grid from a place on: lines go down the rows shown, tabs go right over
 * the columns shown. What would fall outside is left out. Null where it is more than one request may carry.
 */
export function layOver(
  text: string,
  place: GridPlace,
  grid: { readonly rows: readonly { readonly row: number }[]; readonly columns: readonly { readonly index: number }[] },
): readonly PastedCell[] | null {
  const lines = text.replace(/\r?\n$/, '').split(/\r\n|\r|\n/)
  const cells = lines.flatMap((line, down) => {
    const row = grid.rows[place.index + down]
    if (row === undefined) return []
    return line.split('\t').flatMap((value, right) => {
      const column = grid.columns[Math.max(0, place.column) + right]
      return column === undefined ? [] : [{ row: row.row, column: column.index, value }]
    })
  })
  return cells.length > mostCells ? null : cells
}
