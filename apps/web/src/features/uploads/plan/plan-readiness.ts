import { plural, t } from '@lingui/core/macro'
import type { UploadEntry } from '@muster/contracts/uploads'
import { columnsInDoubt, isUnconfirmedCondition } from '@muster/core/upload/upload-doubt'
import { columnsProblem, identifiesUsers } from '../columns/column-mapping-labels.ts'
import { isProcessing } from '../upload-text.ts'

/** Why the file allows no plan yet; null if it does. */
export function whyNoPlan(upload: Pick<UploadEntry, 'state' | 'columns' | 'counts'>): string | null {
  if (isProcessing(upload)) return t`Muster is still checking the rows.`
  const columns = columnsProblem(upload.columns)
  if (columns !== null) return columns
  const inDoubt = columnsInDoubt(upload.columns)
  const doubts = inDoubt.length
  if (doubts > 0 && inDoubt.every((column) => isUnconfirmedCondition(column))) {
    return plural(doubts, {
      one: '# column limits when or where rows count. Muster applies every row at once, and nothing expires. Choose “Not used” to continue.',
      other:
        '# columns limit when or where rows count. Muster applies every row at once, and nothing expires. Choose “Not used” to continue.',
    })
  }
  if (doubts > 0) {
    return plural(doubts, {
      one: '# column may request a change and is not used. Map it under Columns first.',
      other: '# columns may request a change and are not used. Map them under Columns first.',
    })
  }
  if (upload.counts.rows === 0) return t`The file has no rows.`
  if (upload.counts.ready + upload.counts.errors === 0) return t`Every row is excluded or already done.`
  if (upload.counts.ready === 0) return t`No row is ready: every included row has an error.`
  return null
}

/** How far each step of a file is. Rows with errors may stay: they are blocked in the plan. */
export function stepStates(
  upload: Pick<UploadEntry, 'state' | 'columns' | 'counts'>,
): Readonly<Record<'file' | 'columns' | 'rows' | 'plan', 'done' | 'current' | 'next'>> {
  const isRead = upload.columns.length > 0 && upload.state !== 'refused' && upload.state !== 'reading'
  const isMapped = isRead && columnsProblem(upload.columns) === null && columnsInDoubt(upload.columns).length === 0
  const isClean = isMapped && !isProcessing(upload) && upload.counts.errors === 0 && upload.counts.ready > 0
  const isPlanned = upload.state === 'planned'
  const done = { file: isRead, columns: isMapped || isPlanned, rows: isClean || isPlanned, plan: isPlanned }
  const stateOf = (isDone: boolean, areEarlierDone: boolean) => (isDone ? 'done' : areEarlierDone ? 'current' : 'next')
  return {
    file: stateOf(done.file, true),
    columns: stateOf(done.columns, done.file),
    rows: stateOf(done.rows, done.columns),
    plan: stateOf(done.plan, done.rows),
  }
}

/** Whether a file names users and requests nothing of them: then one change can be made for all. */
export const namesUsersOnly = (upload: Pick<UploadEntry, 'state' | 'columns' | 'counts' | 'corrects'>): boolean =>
  upload.corrects === null &&
  !isProcessing(upload) &&
  upload.counts.ready > 0 &&
  identifiesUsers(upload.columns) &&
  columnsProblem(upload.columns) !== null &&
  columnsInDoubt(upload.columns).length === 0
