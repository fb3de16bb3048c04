import { Readable } from 'node:stream'
import type { I18n } from '@lingui/core'
import { type Language, sourceLanguage } from '@muster/core/language'
import type { CauseCode } from '@muster/core/outcome/cause'
import { mostRowsWithoutProof } from '@muster/core/policy/step-up'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { AuditLog } from '../../../audit-log.ts'
import { witnessed } from '../../../http/response/witnessed.ts'
import type { Actor } from '../../../http/session/actor.ts'
import type { StepUpCheck } from '../../../http/session/step-up.ts'
import { getJob } from '../list/get-job.ts'
import { csvReport, jsonReport, type ReportSource, xlsxReport } from './stream-report.ts'

export interface ReportDeps extends ReportSource {
  /** For acts that change nothing else in the store. */
  readonly audit: AuditLog
  readonly catalogue: (language: Language) => Promise<I18n>
}

export interface Report {
  readonly bytes: Readable
  readonly mediaType: string
  readonly filename: string
}

const formats = {
  csv: { write: csvReport, mediaType: 'text/csv; charset=utf-8' },
  xlsx: { write: xlsxReport, mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  json: { write: jsonReport, mediaType: 'application/json; charset=utf-8' },
} as const

/** The report of a job as a file, itself a valid upload; the audit records the download. */
export async function downloadReport(
  deps: ReportDeps,
  input: {
    readonly jobId: string
    readonly only: 'failures' | undefined
    /** Only those with this cause. */
    readonly cause?: CauseCode | undefined
    readonly format: keyof typeof formats
    readonly actor: Actor
    readonly stepUp: StepUpCheck
  },
): Promise<Report> {
  const { actor, cause, format, only } = input
  const job = await getJob(deps, input.jobId)
  const { changed, unchanged } = job.counts
  input.stepUp.judge((only === undefined ? job.total : job.total - changed - unchanged) > mostRowsWithoutProof)
  const [origin, i18n] = await Promise.all([deps.origins.of(job.id), deps.catalogue(actor.language ?? sourceLanguage)])
  if (origin !== null) await deps.origins.remember(origin.uploadId, actor.memberId)
  const what = { actor: actor.email, title: job.titleMessage ?? job.title, format: format.toUpperCase() }
  const line = (sentence: Message) =>
    deps.audit.append({
      action: 'report.downloaded',
      actor: actor.email,
      sentence,
      jobId: job.id,
    })
  const { write, mediaType } = formats[format]
  const filename = `muster-report-${job.id}${only === undefined ? '' : '-failures'}.${format}`
  const bytes = Readable.from(
    witnessed(write(deps, { i18n, job, origin, only, cause }), (sha256) =>
      line(
        sha256 === null
          ? message('audit.report_aborted', what)
          : message('audit.report_downloaded', { ...what, hash: sha256 }),
      ),
    ),
  )
  return { bytes, mediaType, filename }
}
