import type { UploadColumn } from '@muster/contracts/uploads'
import type { Identifier } from '@muster/core/account/user'
import type { Change } from '@muster/core/change/change'
import type { CauseCode } from '@muster/core/outcome/cause'
import { isReportHeader } from '@muster/core/outcome/report-columns'
import type { PlanNote } from '@muster/core/plan/plan'
import { columnsInDoubt, isUnconfirmedCondition } from '@muster/core/upload/upload-doubt'
import type { UploadIssueCode } from '@muster/core/upload/upload-mapping'
import { message } from '@muster/wording/message'
import { asMessage, ProblemError } from '../../../problem-error.ts'
import type { RetriedRow, UploadRecord } from '../ports.ts'
import { findUpload } from '../receive/upload-entry.ts'
import { isHelpSheet } from '../template/template-help.ts'
import type { UploadDeps } from '../upload-deps.ts'

export interface UploadChange {
  readonly row: number
  /** Number of the corrected job's item that this row retries. */
  readonly retriesSeq?: number | undefined
  readonly identifier: Identifier
  readonly change: Change
  readonly blockers: readonly PlanNote[]
  /** Warnings of the file in this row. */
  readonly warnings: readonly PlanNote[]
}

const noIdentifier: Identifier = { by: 'email', value: '' }
const nothing: Change = { kind: 'update' }

/** Issues that a plan also finds for a user: the report has one cause for both. */
const personCauses: Readonly<Partial<Record<UploadIssueCode, CauseCode>>> = {
  person_unknown: 'user_not_found',
  identifier_ambiguous: 'user_ambiguous',
  email_invalid: 'email_invalid',
  identifier_invalid: 'identifier_invalid',
}

function noteOf({ code, value }: RetriedRow['issues'][number]): PlanNote {
  const cause = personCauses[code]
  if (cause !== undefined && value !== null) return { code: cause, details: { user: value, email: value } }
  return {
    code: 'row_invalid',
    details: { issue: code, ...(value === null ? {} : { value }) },
  }
}

function warningsOf({ issues }: RetriedRow): readonly PlanNote[] {
  return issues
    .filter(({ level }) => level === 'warning')
    .map(({ code, value }) => ({
      code: 'row_warning',
      details: { issue: code, ...(value === null ? {} : { value }) },
    }))
}

const maxNamed = 10

type FileWarning = 'sheets_unread' | 'columns_hidden' | 'cells_commented' | 'text_boxes'

function fileWarning(issue: FileWarning, names: readonly string[]): readonly PlanNote[] {
  if (names.length === 0) return []
  return [{ code: 'row_warning', details: { issue, value: names.slice(0, maxNamed).join(', ') } }]
}

/** Comments on rows are warnings of these too; others are on headings, or on cells without a value. */
function commentWarnings({ comments }: UploadRecord['detected']): readonly PlanNote[] {
  if (comments === undefined) return []
  const { count, cells, textBoxes, isIncomplete } = comments
  const more = count > Math.min(cells.length, maxNamed) ? [`… (${count})`] : []
  const named = [
    ...fileWarning('cells_commented', [...cells.slice(0, maxNamed - more.length), ...more]),
    ...fileWarning('text_boxes', textBoxes),
  ]
  return isIncomplete ? [...named, { code: 'row_warning', details: { issue: 'comments_unread' } }] : named
}

/**
 * Warnings of the file as a whole: comments, sheets with values that are not read, and hidden columns that are. Muster's
 * own sheets explain its files.
 */
function fileWarnings({ detected, columns }: UploadRecord): readonly PlanNote[] {
  const { sheet, sheets, hiddenAt = [] } = detected
  const commented = commentWarnings(detected)
  if (isReportHeader(columns.map(({ header }) => header))) return commented
  const unread = sheets.filter(({ name, rows }) => name !== sheet && !isHelpSheet(name) && rows !== 0)
  const hidden = columns.filter(({ index, mapping }) => hiddenAt.includes(index) && mapping !== 'ignore')
  return [
    ...commented,
    ...fileWarning(
      'sheets_unread',
      unread.map(({ name }) => name),
    ),
    ...fileWarning(
      'columns_hidden',
      hidden.map(({ header }) => header),
    ),
  ]
}

/** Parse errors come first: fixing the user does not help a row without a clear request. */
function blockersOf(row: RetriedRow): readonly PlanNote[] {
  const errors = row.issues.filter(({ level }) => level === 'error').map(noteOf)
  const isUnclear = ({ code }: PlanNote) => code === 'row_invalid'
  const notes = [...errors.filter(isUnclear), ...errors.filter((note) => !isUnclear(note))]
  const duplicate: readonly PlanNote[] =
    row.duplicateOf === null ? [] : [{ code: 'duplicate_in_plan', details: { row: String(row.duplicateOf) } }]
  return [...notes, ...duplicate]
}

/**
 * The requests of a file, in file order: every row that is neither excluded nor already done, each once. A row with
 * errors is included as blocked, so the plan and the report show it with its row number.
 */
export async function* uploadChanges(
  deps: Pick<UploadDeps, 'store' | 'rows'>,
  uploadId: string,
): AsyncIterable<readonly UploadChange[]> {
  const upload = await findUpload(deps, uploadId)
  if (upload.state !== 'checked' && upload.state !== 'planned')
    throw new ProblemError('conflict', asMessage(upload.problem) ?? message('problem.file_being_read'))
  let planned = 0
  for await (const rows of deps.rows.eachRequested(uploadId)) {
    const ofFile = planned === 0 ? fileWarnings(upload) : []
    planned += rows.length
    yield rows.map((row, at) => ({
      row: row.row,
      retriesSeq: row.retriesSeq,
      identifier: row.identifier ?? noIdentifier,
      change: row.change ?? nothing,
      blockers: blockersOf(row),
      // Warnings of the file as a whole go to its first planned row, so the plan and the job have them once.
      warnings: at === 0 ? [...ofFile, ...warningsOf(row)] : warningsOf(row),
    }))
  }
  await checkNoneIsLost(deps, uploadId, planned)
}

const isComplete = ({ tally }: UploadRecord, planned: number): boolean =>
  tally === null || planned + tally.counts.excluded + tally.counts.done === tally.counts.rows

/** Checks that every row of the file is planned, excluded or done: anything else is a bug, and there is no plan. */
async function checkNoneIsLost(
  deps: Pick<UploadDeps, 'store' | 'rows'>,
  uploadId: string,
  planned: number,
): Promise<void> {
  if (isComplete(await findUpload(deps, uploadId), planned)) return
  // A process that died between a change and its count leaves an outdated tally.
  await deps.rows.recount(uploadId)
  const upload = await findUpload(deps, uploadId)
  const { fileName, tally } = upload
  if (tally === null || isComplete(upload, planned)) return
  const { rows, excluded, done } = tally.counts
  throw new ProblemError(
    'conflict',
    message('problem.rows_do_not_add_up', { file: fileName, rows, planned, excluded, done }),
  )
}

/** The name of the file, and the job whose failures it corrects and a plan of it retries; null for a sent file. */
export async function originOfUpload(
  deps: Pick<UploadDeps, 'store'>,
  uploadId: string,
): Promise<{ readonly fileName: string; readonly jobId: string | null }> {
  const { fileName, corrects } = await findUpload(deps, uploadId)
  return { fileName, jobId: corrects?.jobId ?? null }
}

/** Ties an upload to the plan being made of it, so its rows stay as planned. */
export async function tieToPlan(
  deps: Pick<UploadDeps, 'store' | 'planTies' | 'events'>,
  uploadId: string,
  planId: string,
) {
  const { state, problem, columns } = await findUpload(deps, uploadId)
  refuseDoubt(columns)
  if (!(await deps.planTies.tieToPlan(uploadId, planId)))
    throw new ProblemError(
      'conflict',
      (state === 'refused' ? asMessage(problem) : null) ?? message('problem.file_being_read'),
    )
  deps.events.publish({ kind: 'upload', uploadId })
}

/** An unused column that may request something is never ignored silently. */
function refuseDoubt(all: readonly UploadColumn[]): void {
  const doubts = columnsInDoubt(all)
  const isConditional = doubts.every((column) => isUnconfirmedCondition(column))
  const columns = doubts.map(({ header }) => `“${header}”`)
  const id = isConditional ? 'problem.columns_conditional' : 'problem.columns_in_doubt'
  if (columns.length > 0) throw new ProblemError('conflict', message(id, { count: columns.length, columns }))
}

/** Releases an upload from a failed plan: its rows may be fixed and planned again. */
export async function freeFromPlan(deps: Pick<UploadDeps, 'planTies' | 'events'>, uploadId: string, planId: string) {
  await deps.planTies.freeFromPlan(uploadId, planId)
  deps.events.publish({ kind: 'upload', uploadId })
}
