import { combineRows } from '@muster/core/upload/upload-combine'
import { accountNamesOf } from '../check/account-names.ts'
import { checkAgain, withCell } from '../check/revalidate-rows.ts'
import type { CheckedRow, KeptRow, UploadRecord } from '../ports.ts'
import type { UploadDeps } from '../upload-deps.ts'

function withCells(row: CheckedRow, cells: readonly string[]): CheckedRow {
  return cells.reduce((now, cell, index) => (now.cells[index] === cell ? now : withCell(now, index, cell)), row)
}

/**
 * Merges duplicate rows into the first row of their user if their changes add up, and excludes them. Conflicting
 * rows stay duplicates. False if other work took over.
 */
export async function combineDuplicates(
  deps: Pick<UploadDeps, 'rows' | 'exclusions' | 'directory' | 'reportedItems'>,
  upload: UploadRecord,
  { rows, attempt }: { readonly rows: readonly KeptRow[]; readonly attempt?: number | undefined },
): Promise<boolean> {
  const duplicates = rows.filter(({ duplicateOf, excluded }) => duplicateOf !== null && !excluded)
  const numbers = [...new Set(duplicates.flatMap(({ duplicateOf }) => duplicateOf ?? []))]
  const table = { columns: upload.columns, names: accountNamesOf(await deps.directory.lookups()) }
  const firsts = new Map<number, CheckedRow>(
    (await deps.rows.byNumber(upload.id, numbers)).map((row) => [row.row, row]),
  )
  const joined: number[] = []
  for (const duplicate of duplicates) {
    const first = firsts.get(duplicate.duplicateOf ?? 0)
    const cells = first === undefined ? null : combineRows(first.cells, duplicate.cells, table)
    if (first === undefined || cells === null) continue
    firsts.set(first.row, withCells(first, cells))
    joined.push(duplicate.row)
  }
  if (joined.length === 0) return true
  const changed = [...firsts.values()].filter(({ row }) => duplicates.some(({ duplicateOf }) => duplicateOf === row))
  if ((await checkAgain(deps, upload, { rows: changed, attempt })) === null) return false
  await deps.exclusions.exclude(upload.id, joined, true)
  return true
}
