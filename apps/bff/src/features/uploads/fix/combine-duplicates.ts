import type { CombinedRows } from '@muster/contracts/uploads'
import { combineRows } from '@muster/core/upload/upload-combine'
import type { EditedRow } from '@muster/core/upload-block/file-row'
import { accountNamesOf } from '../check/account-names.ts'
import { editRows, withCell } from '../check/revalidate-rows.ts'
import type { KeptRow, UploadRecord } from '../ports.ts'
import type { UploadDeps } from '../upload-deps.ts'

function withCells(row: EditedRow, cells: readonly string[]): EditedRow {
  return cells.reduce<EditedRow>(
    (now, cell, index) => (now.cells[index] === cell ? now : withCell(now, index, cell)),
    row,
  )
}

/** The cells of the first rows that a combination changes, as they are before it. */
function changedCells(kept: readonly KeptRow[], combined: ReadonlyMap<number, EditedRow>): CombinedRows['cells'] {
  return kept.flatMap(({ row, cells }) =>
    (combined.get(row)?.cells ?? []).flatMap((cell, column) => {
      const value = cells[column] ?? ''
      return cell === value ? [] : [{ row, column, value }]
    }),
  )
}

/**
 * Merges duplicate rows into the first row of their user if their changes add up, and excludes them. Conflicting
 * rows stay duplicates. Returns what it changed; null if the upload has another attempt or state.
 */
export async function combineDuplicates(
  deps: Pick<UploadDeps, 'store' | 'rows' | 'exclusions' | 'directory' | 'keys' | 'reportedItems' | 'scopeOf'>,
  upload: UploadRecord,
  rows: readonly KeptRow[],
): Promise<CombinedRows | null> {
  const duplicates = rows.filter(({ duplicateOf, excluded }) => duplicateOf !== null && !excluded)
  const numbers = [...new Set(duplicates.flatMap(({ duplicateOf }) => duplicateOf ?? []))]
  const table = { columns: upload.columns, names: accountNamesOf(await deps.directory.lookups()) }
  const joined: number[] = []
  let cellsBefore: CombinedRows['cells'] = []
  const combine = (kept: readonly KeptRow[]): readonly EditedRow[] => {
    joined.length = 0
    const firsts = new Map<number, EditedRow>(kept.map((row) => [row.row, row]))
    const changed = new Set<number>()
    for (const duplicate of duplicates) {
      const first = firsts.get(duplicate.duplicateOf ?? 0)
      const cells = first === undefined ? null : combineRows(first.cells, duplicate.cells, table)
      if (first === undefined || cells === null) continue
      firsts.set(first.row, withCells(first, cells))
      changed.add(first.row)
      joined.push(duplicate.row)
    }
    cellsBefore = changedCells(kept, firsts)
    return [...firsts.values()].filter(({ row }) => changed.has(row))
  }
  if ((await editRows(deps, upload, numbers, combine)) === null) return null
  const isStored = joined.length === 0 || (await deps.exclusions.exclude(upload, joined, true))
  return isStored ? { rows: joined, cells: cellsBefore } : null
}

/** What several pages changed. A row that two of them changed has its cells as before the first. */
export function joinCombined(parts: readonly CombinedRows[]): CombinedRows {
  const cells = new Map<string, CombinedRows['cells'][number]>()
  for (const cell of parts.flatMap((part) => part.cells)) {
    const key = `${cell.row} ${cell.column}`
    if (!cells.has(key)) cells.set(key, cell)
  }
  return { rows: parts.flatMap(({ rows }) => rows), cells: [...cells.values()] }
}
