import type { UploadEntry } from '@muster/contracts/uploads'
import { columnsInDoubt } from '@muster/core/upload/upload-columns'
import { formatPlural } from '../../../lib/format.ts'
import { columnsProblem } from '../columns/column-mapping-labels.ts'
import { isProcessing } from '../upload-words.ts'

/** Why no plan can be made of a file yet, in a sentence; null where one can. */
export function whyNoPlan(upload: Pick<UploadEntry, 'state' | 'columns' | 'counts'>): string | null {
  if (isProcessing(upload)) return 'The rows are still being checked.'
  const columns = columnsProblem(upload.columns)
  if (columns !== null) return columns
  const doubts = columnsInDoubt(upload.columns)
  if (doubts.length > 0)
    return `${formatPlural(doubts.length, 'column')} may ask for a change and ${doubts.length === 1 ? 'is' : 'are'} not used. Map ${doubts.length === 1 ? 'it' : 'them'} under Columns first.`
  if (upload.counts.rows === 0) return 'The file has no rows.'
  if (upload.counts.ready + upload.counts.errors === 0) return 'Every row is left out or done before.'
  if (upload.counts.ready === 0) return 'No row is ready yet: every row that counts has an error.'
  return null
}
