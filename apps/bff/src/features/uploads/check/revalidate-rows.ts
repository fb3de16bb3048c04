import type { EditedRow } from '@muster/core/upload-block/file-row'
import type { CheckedRow, EditedUpload, KeptRow } from '../ports.ts'
import { findUpload } from '../receive/upload-entry.ts'
import type { UploadDeps } from '../upload-deps.ts'
import { accountNamesOf } from './account-names.ts'
import { sourcesOf } from './sources-of.ts'
import { checkRows } from './validate-rows.ts'

/**
 * Changes cells of rows, validates these rows and stores them. `change` returns the changed rows, and runs again if
 * another editor was faster. Null if the upload has another attempt or state.
 */
export async function editRows(
  deps: Pick<UploadDeps, 'store' | 'rows' | 'directory' | 'keys' | 'reportedItems' | 'scopeOf'>,
  edited: EditedUpload,
  numbers: readonly number[],
  change: (rows: readonly KeptRow[]) => readonly EditedRow[],
): Promise<readonly CheckedRow[] | null> {
  const names = accountNamesOf(await deps.directory.lookups())
  return deps.rows.edit(edited, numbers, async (rows) => {
    // Read after the rows: another member may have mapped a column otherwise, and rows of that mapping may be stored.
    const upload = await findUpload(deps, edited.id)
    return checkRows(await sourcesOf(deps, upload), { rows: change(rows), upload, names })
  })
}

/** A row with one cell as the member entered it. */
export function withCell(row: EditedRow, column: number, value: string): EditedRow {
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
