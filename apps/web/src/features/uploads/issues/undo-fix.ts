import type { RouteInput } from '@muster/contracts/route'
import type { fixUploadRows, UploadRow } from '@muster/contracts/uploads'

type Fix = RouteInput<typeof fixUploadRows>['body']

type FixedRow = Pick<UploadRow, 'row' | 'cells'>

/** How many rows one request can change, and so how many a fix may have to be undone. */
export const mostUndone = 1000

/**
 * The request that undoes a fix of an issue, from its rows as they were. Null for rows that were combined, for an issue
 * of no column, and for too many rows.
 */
export function undoFix(fix: Fix, column: number | null, rows: readonly FixedRow[]): Fix | null {
  if (rows.length === 0 || rows.length > mostUndone) return null
  if (fix.kind === 'issue' && fix.replaceWith === null)
    return { kind: 'rows', rows: rows.map(({ row }) => row), excluded: false }
  if (column === null || (fix.kind !== 'issue' && fix.kind !== 'suggested')) return null
  return { kind: 'cells', cells: rows.map(({ row, cells }) => ({ row, column, value: cells[column] ?? '' })) }
}
