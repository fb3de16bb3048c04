import type { UploadEntry } from '@muster/contracts/uploads'
import { levelOf } from '@muster/core/upload/issue-level'
import { english, englishText, messageOf } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import { uploadIssueText } from '@muster/wording/upload-issue-text'
import { ProblemError } from '../../../problem-error.ts'
import type { UploadRecord } from '../ports.ts'
import type { UploadDeps } from '../upload-deps.ts'

const weight = { error: 0, warning: 1, note: 2 } as const
const none = { rows: 0, ready: 0, errors: 0, warnings: 0, notes: 0, excluded: 0, done: 0 }

/** Everything the UI shows of an upload except its rows. */
export function uploadEntry(upload: UploadRecord): UploadEntry {
  const issues = (upload.tally?.groups ?? []).map((group) => {
    const text = uploadIssueText(english, group.code)
    return { ...group, ...text, suggestions: [...group.suggestions], level: levelOf[group.code] }
  })
  return {
    id: upload.id,
    fileName: upload.fileName,
    bytes: upload.bytes,
    state: upload.state,
    problem: upload.problem === null ? null : englishText(upload.problem),
    problemMessage: upload.problem === null ? null : messageOf(upload.problem),
    progress: upload.progress,
    detected: upload.detected,
    columns: [...upload.columns],
    counts: upload.tally?.counts ?? none,
    issues: issues.toSorted((a, b) => weight[a.level] - weight[b.level] || b.count - a.count),
    checkedAt: upload.checkedAt === null ? null : new Date(upload.checkedAt).toISOString(),
    planId: upload.planId,
    corrects: upload.corrects,
    createdBy: upload.createdBy.email,
    createdAt: new Date(upload.createdAt).toISOString(),
  }
}

/** An upload, or the problem that it does not exist. */
export async function findUpload(deps: Pick<UploadDeps, 'store'>, id: string): Promise<UploadRecord> {
  const upload = await deps.store.get(id)
  if (upload === null) throw new ProblemError('not_found', message('problem.no_upload'))
  return upload
}
