import { message } from '@muster/wording/message'
import type { Actor } from '../../../http/session/actor.ts'
import { ProblemError } from '../../../problem-error.ts'
import type { Detection } from '../file-ports.ts'
import type { CorrectedFailures, UploadRecord } from '../ports.ts'
import { madeBy, newUpload } from '../receive/new-upload.ts'
import { findUpload } from '../receive/upload-entry.ts'
import { readUploadWork, type UploadDeps } from '../upload-deps.ts'

/**
 * Opens the rows of a file that failed with a cause as an upload with the file's own row numbers, to be corrected
 * like other rows and retried by a plan for the job. Reuses an upload that the same member opened and did not
 * apply. Throws `not_found`, and `conflict` if no row is left or the file is gone.
 */
export async function correctFailures(
  deps: UploadDeps,
  input: { readonly corrects: CorrectedFailures; readonly actor: Actor },
): Promise<{ readonly upload: UploadRecord; readonly isNew: boolean }> {
  const { corrects, actor } = input
  const found = await deps.failedRows.find(corrects, actor.memberId)
  if (found === null) throw new ProblemError('not_found', message('problem.no_job'))
  const { origin, open, rows } = found
  if (rows === 0) throw new ProblemError('conflict', message('problem.nothing_to_correct'))
  if (open !== null) return { upload: await findUpload(deps, open), isNew: false }
  if (origin === null) throw new ProblemError('conflict', message('problem.job_file_gone'))
  return { upload: await openRows(deps, { corrects, actor, rows, file: await findUpload(deps, origin) }), isNew: true }
}

async function openRows(
  deps: UploadDeps,
  opened: {
    readonly corrects: CorrectedFailures
    readonly actor: Actor
    readonly file: UploadRecord
    readonly rows: number
  },
): Promise<UploadRecord> {
  const { actor, corrects, file, rows } = opened
  const upload = newUpload({
    id: deps.newId(),
    fileName: file.fileName,
    progress: { rows: 0, total: rows },
    detected: ofTheseRows(file.detected),
    columns: file.columns,
    corrects,
    createdBy: madeBy(actor),
    createdAt: deps.clock.now(),
  })
  await deps.store.create(upload)
  const sentence = message('audit.rows_opened', { actor: actor.email, rows, file: file.fileName })
  await deps.audit.append({ action: 'upload.received', actor: actor.email, sentence, jobId: corrects.jobId })
  await deps.queue.send(readUploadWork, { uploadId: upload.id, readOptions: {} }, { singletonKey: upload.id })
  return upload
}

/** The detected format of the file, without totals over all of it. */
function ofTheseRows(detected: Detection): Detection {
  return { ...detected, sheets: [], merges: [], hiddenRows: 0, hiddenColumns: 0, mergedCells: 0, formulas: 0 }
}
