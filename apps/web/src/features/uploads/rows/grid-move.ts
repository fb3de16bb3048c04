/** Position of a cell among the rows and columns shown. Column -1 is the row number. */
export interface GridPlace {
  readonly index: number
  readonly column: number
}

interface GridSize {
  readonly rows: number
  readonly columns: number
  /** Number of rows that a page key moves. */
  readonly page: number
  /** Whether the first column is on the right. */
  readonly isMirrored: boolean
}

const clamp = (value: number, most: number): number => Math.max(0, Math.min(value, most))

/** Target of a navigation key, as in a spreadsheet; null for any other key. */
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
  const forward = size.isMirrored ? 'ArrowLeft' : 'ArrowRight'
  const back = size.isMirrored ? 'ArrowRight' : 'ArrowLeft'
  switch (key.key) {
    case 'ArrowDown':
      return toRow(far ? size.rows - 1 : place.index + 1)
    case 'ArrowUp':
      return toRow(far ? 0 : place.index - 1)
    case forward:
      return toColumn(far ? size.columns - 1 : place.column + 1)
    case back:
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

/** Whether a key types a character, which starts an edit in a cell. */
export function isTyped(key: {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}): boolean {
  return !key.ctrlKey && !key.metaKey && !key.altKey && /^[^\s\p{Cc}]$/u.test(key.key)
}

/** Ctrl+Z, or Cmd+Z on a Mac. */
export function isUndo(key: {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
}): boolean {
  return (key.ctrlKey || key.metaKey) && !key.shiftKey && key.key.toLowerCase() === 'z'
}
