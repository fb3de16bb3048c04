import { Readable } from 'node:stream'
import type { JobEntry, JobItemEntry } from '@muster/contracts/jobs'
import type { CauseCode } from '@muster/core/outcome/cause'
import { outcomes, reportedOutcomes } from '@muster/core/outcome/outcome'
import { endColumns } from '@muster/core/outcome/report-columns'
import { causeTitle } from '@muster/wording/cause/cause-text'
import { english } from '@muster/wording/english'
import { csvStream } from '../../../http/response/csv-stream.ts'
import { xlsxStream } from '../../../http/response/xlsx-stream.ts'
import { jobItemEntry } from '../list/job-item-entry.ts'
import type { JobItemFilter, JobReader, ReportOrigin, ReportOrigins } from '../ports.ts'
import { endCells, requestedCells, requestedColumns } from './report-row.ts'

const pageSize = 1000

export interface ReportSource {
  readonly reader: JobReader
  readonly origins: ReportOrigins
}

export interface ReportRequest {
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
  const { job, origin } = request
  for await (const items of reportItems(source, request)) {
    if (origin === null) {
      yield items.map((item) => [...requestedCells(item), ...endCells(job.id, item)])
      continue
    }
    const cells = await source.origins.cells(
      origin.uploadId,
      items.flatMap(({ row }) => row ?? []),
    )
    yield items.map((item) => {
      const own = cells.get(item.row ?? 0) ?? []
      return [...origin.header.map((_, at) => own[at] ?? ''), ...endCells(job.id, item)]
    })
  }
}

async function* withHeader(source: ReportSource, request: ReportRequest) {
  yield [headerOf(request)]
  yield* reportRows(source, request)
}

/** Totals of the rows, and the rows of the file they do not include. */
function reportFacts({ job, origin, only, cause }: ReportRequest): readonly (readonly [string, string])[] {
  const counts = outcomes.map((outcome) => [outcome, String(job.counts[outcome])] as const)
  const file: readonly (readonly [string, string])[] =
    origin === null
      ? []
      : [
          ['File', origin.fileName],
          ['Rows excluded by a user', String(origin.dismissed.excluded)],
          ['Rows already done according to the uploaded report', String(origin.dismissed.done)],
        ]
  return [
    ['Job', job.title],
    ['Made by', job.createdBy],
    ['Made at', job.createdAt],
    ['State', job.state],
    ['Rows here', only === 'failures' ? 'those that did not end well' : 'all'],
    ...(cause === undefined ? [] : [['Only the cause', causeTitle(english, cause)] as const]),
    ['Items', String(job.total)],
    ...counts,
    ['pending', String(job.counts.pending)],
    ...file,
  ]
}

/** The report as CSV (RFC 4180, UTF-8 with a BOM for Excel). No cell is a formula. */
export function csvReport(source: ReportSource, request: ReportRequest): Readable {
  return csvStream(withHeader(source, request))
}

/** The report as a workbook; a second sheet describes it. */
export function xlsxReport(source: ReportSource, request: ReportRequest): Readable {
  const widths = headerOf(request).map((name) => (name === 'Reason' || name === 'Remedy' ? 60 : 24))
  return xlsxStream([
    { name: 'Report', rows: withHeader(source, request), widths },
    { name: 'About this report', rows: [reportFacts(request)], widths: [44, 60] },
  ])
}

/**
 * The report as JSON: its description, the headings, and rows of cells in their order. Arrays, because headings may
 * repeat and their order is the file's.
 */
export function jsonReport(source: ReportSource, request: ReportRequest): Readable {
  return Readable.from(jsonChunks(source, request))
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
