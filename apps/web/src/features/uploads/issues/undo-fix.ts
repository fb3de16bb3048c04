import type { RouteInput } from '@muster/contracts/route'
import type { CombinedRows, fixUploadRows, UploadRow } from '@muster/contracts/uploads'

type Fix = RouteInput<typeof fixUploadRows>['body']

type FixedRow = Pick<UploadRow, 'row' | 'cells' | 'excluded'>

/** How many rows one request can change, and so how many a fix may have to be undone. */
export const mostUndone = 1000

/**
 * The request that undoes a fix of an issue, from its rows as they were. Rows that were excluded before stay so. Null for
 * an issue of no column, for too many rows, and if there is nothing to undo.
 */
export function undoFix(fix: Fix, column: number | null, rows: readonly FixedRow[]): Fix | null {
  if (rows.length === 0 || rows.length > mostUndone) return null
  if (fix.kind === 'issue' && fix.replaceWith === null) {
    const included = rows.filter(({ excluded }) => !excluded).map(({ row }) => row)
    return included.length === 0 ? null : { kind: 'rows', rows: included, excluded: false }
  }
  if (column === null || (fix.kind !== 'issue' && fix.kind !== 'suggested')) return null
  return { kind: 'cells', cells: rows.map(({ row, cells }) => ({ row, column, value: cells[column] ?? '' })) }
}

/** The request that undoes the exclusion or inclusion of these rows. Null for too many rows, and for none. */
export const undoExclusion = (rows: readonly FixedRow[], wasExcluded: boolean): Fix | null =>
  rows.length === 0 || rows.length > mostUndone
    ? null
    : { kind: 'rows', rows: rows.map(({ row }) => row), excluded: wasExcluded }

/** As many as one request can have. */
function stretchesOf<T>(all: readonly T[]): readonly T[][] {
  const count = Math.ceil(all.length / mostUndone)
  return Array.from({ length: count }, (_, at) => all.slice(at * mostUndone, (at + 1) * mostUndone))
}

/** The requests that undo a combination: the combined rows are included again, and the first rows get their cells back. */
export const undoCombined = ({ rows, cells }: CombinedRows): readonly Fix[] => [
  ...stretchesOf(rows).map((some): Fix => ({ kind: 'rows', rows: some, excluded: false })),
  ...stretchesOf(cells).map((some): Fix => ({ kind: 'cells', cells: some })),
]
