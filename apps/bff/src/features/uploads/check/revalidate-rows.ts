import type { CheckedRow, UploadRecord } from '../ports.ts'
import type { UploadDeps } from '../upload-deps.ts'
import { accountNamesOf } from './account-names.ts'
import { checkRows } from './validate-rows.ts'

/** Validates rows whose cells changed, and stores the result. Null if other work took over from this attempt. */
export async function checkAgain(
  deps: Pick<UploadDeps, 'rows' | 'directory' | 'reportedItems'>,
  upload: UploadRecord,
  { rows, attempt }: { readonly rows: readonly CheckedRow[]; readonly attempt?: number | undefined },
): Promise<readonly CheckedRow[] | null> {
  const names = accountNamesOf(await deps.directory.lookups())
  const checked = await checkRows(deps, { rows, upload, names })
  return (await deps.rows.replaceRows(upload.id, checked, attempt)) ? checked : null
}

/** A row with one cell as the user entered it. */
export function withCell(row: CheckedRow, column: number, value: string): CheckedRow {
  const cells = [...row.cells]
  while (cells.length <= column) cells.push('')
  cells[column] = value
  return {
    ...row,
    cells,
    edited: [...new Set([...row.edited, column])],
    formulas: row.formulas.filter((at) => at !== column),
    errors: row.errors.filter((at) => at !== column),
  }
}
