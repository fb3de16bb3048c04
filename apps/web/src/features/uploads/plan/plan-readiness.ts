import { plural, t } from '@lingui/core/macro'
import type { UploadEntry } from '@muster/contracts/uploads'
import { columnsInDoubt } from '@muster/core/upload/upload-columns'
import { columnsProblem } from '../columns/column-mapping-labels.ts'
import { isProcessing } from '../upload-text.ts'

/** Why the file allows no plan yet; null if it does. */
export function whyNoPlan(upload: Pick<UploadEntry, 'state' | 'columns' | 'counts'>): string | null {
  if (isProcessing(upload)) return t`Muster is still checking the rows.`
  const columns = columnsProblem(upload.columns)
  if (columns !== null) return columns
  const doubts = columnsInDoubt(upload.columns).length
  if (doubts > 0) {
    return plural(doubts, {
      one: '# column may request a change and is not used. Map it under Columns first.',
      other: '# columns may request a change and are not used. Map them under Columns first.',
    })
  }
  if (upload.counts.rows === 0) return t`The file has no rows.`
  if (upload.counts.ready + upload.counts.errors === 0) return t`Every row is excluded or done before.`
  if (upload.counts.ready === 0) return t`No row is ready: every included row has an error.`
  return null
}
