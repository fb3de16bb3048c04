import { Readable } from 'node:stream'
import type { I18n } from '@lingui/core'
import type { JobEntry, JobItemEntry } from '@muster/contracts/jobs'
import type { CauseCode } from '@muster/core/outcome/cause'
import { outcomes, reportedOutcomes } from '@muster/core/outcome/outcome'
import { endColumns } from '@muster/core/outcome/report-columns'
import { causeTitle } from '@muster/wording/cause/cause-text'
import { english } from '@muster/wording/english'
import { type MessageCode, message } from '@muster/wording/message'
import { keptText, messageText } from '@muster/wording/message-text'
import { csvStream } from '../../../http/response/csv-stream.ts'
import { xlsxStream } from '../../../http/response/xlsx-stream.ts'
import { jobItemEntry } from '../list/job-item-entry.ts'
import type { JobItemFilter, JobReader, ReportOrigin, ReportOrigins } from '../ports.ts'
import { endCells, requestedCells, requestedColumns } from './report-row.ts'

type ReportCode = Extract<MessageCode, `report.${string}` | `outcome.${string}`>

const pageSize = 1000

export interface ReportSource {
  readonly reader: JobReader
  readonly origins: ReportOrigins
}

export interface ReportRequest {
  /** The language of reasons and remedies. Headings are English, because an upload detects them. */
  readonly i18n: I18n
  readonly job: JobEntry
  readonly origin: ReportOrigin | null
  readonly only: 'failures' | undefined
  readonly cause?: CauseCode | undefined
}

/** Every item of a job once, in the plan's order, a page at a time. */
async function* reportItems(
  { reader }: ReportSource,
  { job, only, cause }: ReportRequest,
): AsyncIterable<readonly JobItemEntry[]> {
  const filter: Pick<JobItemFilter, 'outcomes' | 'cause'> = {
    cause,
    ...(only === 'failures' ? { outcomes: reportedOutcomes } : {}),
  }
  let afterSeq = 0
  for (;;) {
    const items = await reader.items(job.id, { ...filter, afterSeq, limit: pageSize })
    if (items.length > 0) yield items.map(jobItemEntry)
    if (items.length < pageSize) return
    afterSeq = items.at(-1)?.seq ?? afterSeq
  }
}

/** The file's own columns if the job has a file, otherwise the requested change; then each outcome. */
function headerOf({ origin }: ReportRequest): readonly string[] {
  return [...(origin?.header ?? requestedColumns), ...endColumns]
}

async function* reportRows(
  source: ReportSource,
  request: ReportRequest,
): AsyncIterable<readonly (readonly string[])[]> {
  const { i18n, job, origin } = request
  for await (const items of reportItems(source, request)) {
    if (origin === null) {
      yield items.map((item) => [...requestedCells(item), ...endCells(i18n, job.id, item)])
      continue
    }
    const cells = await source.origins.cells(
      origin.uploadId,
      items.flatMap(({ row }) => row ?? []),
    )
    yield items.map((item) => {
      const own = cells.get(item.row ?? 0) ?? []
      return [...origin.header.map((_, at) => own[at] ?? ''), ...endCells(i18n, job.id, item)]
    })
  }
}

async function* withHeader(source: ReportSource, request: ReportRequest) {
  yield [headerOf(request)]
  yield* reportRows(source, request)
}

/** Totals of the rows, and the rows of the file they do not include. */
function reportFacts({ i18n, job, origin, only, cause }: ReportRequest): readonly (readonly [string, string])[] {
  const say = (code: ReportCode) => messageText(i18n, message(code))
  const counts = ([...outcomes, 'pending'] as const).map(
    (outcome) => [say(`outcome.${outcome}`), String(job.counts[outcome])] as const,
  )
  const file: readonly (readonly [string, string])[] =
    origin === null
      ? []
      : [
          [say('report.file'), origin.fileName],
          [say('report.excluded'), String(origin.dismissed.excluded)],
          [say('report.done'), String(origin.dismissed.done)],
        ]
  return [
    [say('report.job'), job.name ?? keptText(i18n, job.titleMessage, job.title)],
    [say('report.made_by'), job.createdBy],
    [say('report.made_at'), job.createdAt],
    [say('report.state'), job.state],
    [say('report.rows_here'), only === 'failures' ? say('report.failures') : say('report.all')],
    ...(cause === undefined ? [] : [[say('report.only_cause'), causeTitle(i18n, cause)] as const]),
    [say('report.items'), String(job.total)],
    ...counts,
    ...file,
  ]
}

/** The report as CSV (RFC 4180, UTF-8 with a BOM for Excel). No cell is a formula. */
export function csvReport(source: ReportSource, request: ReportRequest): Readable {
  return csvStream(withHeader(source, request))
}

/** The report as a workbook; a second sheet describes it. */
export function xlsxReport(source: ReportSource, request: ReportRequest): Readable {
  const { i18n } = request
  const widths = headerOf(request).map((name) => (name === 'Reason' || name === 'Remedy' ? 60 : 24))
  return xlsxStream([
    { name: messageText(i18n, message('report.name')), rows: withHeader(source, request), widths },
    { name: messageText(i18n, message('report.about')), rows: [reportFacts(request)], widths: [44, 60] },
  ])
}

/**
 * The report as JSON, for programs, in English: its description, the headings, and rows of cells in their order. Arrays, because headings may
 * repeat and their order is the file's.
 */
export function jsonReport(source: ReportSource, request: ReportRequest): Readable {
  return Readable.from(jsonChunks(source, { ...request, i18n: english }))
}

async function* jsonChunks(source: ReportSource, request: ReportRequest) {
  const details = JSON.stringify(Object.fromEntries(reportFacts(request)))
  yield `{"musterReport":${details},\n"columns":${JSON.stringify(headerOf(request))},\n"rows":[`
  let before = '\n'
  for await (const rows of reportRows(source, request)) {
    yield before + rows.map((cells) => JSON.stringify(cells)).join(',\n')
    before = ',\n'
  }
  yield '\n]}\n'
}
