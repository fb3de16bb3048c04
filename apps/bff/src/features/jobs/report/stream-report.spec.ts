import { text } from 'node:stream/consumers'
import { setImmediate as turn } from 'node:timers/promises'
import { fc } from '@fast-check/vitest'
import type { JobEntry } from '@muster/contracts/jobs'
import { causeCodes } from '@muster/core/outcome/cause'
import { outcomes } from '@muster/core/outcome/outcome'
import { endColumns, isReportHeader } from '@muster/core/outcome/report-columns'
import { neutralCell, plainCell } from '@muster/core/upload/formula-injection'
import { causeText } from '@muster/wording/cause/cause-text'
import { english } from '@muster/wording/english'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { createCatalogues } from '../../../adapters/catalogues/read-catalogue.ts'
import type { JobItemFilter, JobReader, ReportOrigins, StoredJobItem } from '../ports.ts'
import { csvReport, jsonReport, xlsxReport } from './stream-report.ts'

const job: JobEntry = {
  id: 'j-1',
  planId: 'p-1',
  title: 'Give Tester on Billing to 3 users',
  titleMessage: null,
  name: null,
  source: 'upload',
  state: 'done',
  reason: null,
  reasonMessage: null,
  total: 3,
  counts: { changed: 0, unchanged: 0, skipped: 0, failed: 3, not_attempted: 0, unknown: 0, pending: 0 },
  kinds: { update: 3, remove: 0, erase: 0 },
  waiting: null,
  inDoubt: null,
  ratePerHour: null,
  secondsLeft: null,
  createdBy: 'ana@example.com',
  createdAt: '2026-01-01T00:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  parentJobId: null,
  childJobIds: [],
  resolved: null,
  open: 3,
  canUndo: false,
  undone: 0,
  undoneBy: null,
}

function anItem(seq: number, more: Partial<StoredJobItem> = {}): StoredJobItem {
  return {
    seq,
    row: seq + 1,
    identifier: { by: 'email', value: `p${seq}@example.com` },
    user: null,
    change: { kind: 'remove' },
    before: null,
    after: null,
    steps: [],
    disposition: 'change',
    blockers: [],
    warnings: [],
    outcome: 'failed',
    cause: 'kore_refused',
    details: null,
    detailsKey: null,
    koreResponse: null,
    erasureId: null,
    retriedBy: null,
    undoneBy: null,
    dismissedBy: null,
    resent: false,
    endedAt: null,
    ...more,
  }
}

/** A store of items generated on demand, which counts how many were read. */
function sourceOf(total: number, itemAt: (seq: number) => StoredJobItem, cellsAt?: (row: number) => readonly string[]) {
  const seen = { pages: 0, largest: 0 }
  const items = async (_: string, { afterSeq, limit, outcomes: only }: JobItemFilter) => {
    seen.pages += 1
    seen.largest = Math.max(seen.largest, limit)
    const page: StoredJobItem[] = []
    for (let seq = afterSeq + 1; seq <= total && page.length < limit; seq += 1) {
      const item = itemAt(seq)
      if (only?.includes(item.outcome ?? 'pending') ?? true) page.push(item)
    }
    return page
  }
  const none = async () => {
    throw new Error('a report contains no more than the items')
  }
  const reader: JobReader = {
    items,
    list: none,
    outcomeHistory: none,
    failureCauses: none,
    unresolved: none,
    get: none,
    failures: none,
    failureExamples: none,
    chain: none,
    latestCounts: none,
  }
  const origins: ReportOrigins = {
    of: none,
    remember: none,
    cells: async (_, rows) => new Map(rows.map((row) => [row, cellsAt?.(row) ?? []])),
  }
  return { source: { reader, origins }, seen }
}

const fileOf = (header: readonly string[]) => ({
  uploadId: 'f-1',
  fileName: 'people.csv',
  header,
  dismissed: { excluded: 0, done: 0 },
})
const rowsOf = (csv: string) => Papa.parse<string[]>(csv.slice(1), { skipEmptyLines: 'greedy' }).data

describe('after any course of a job', () => {
  const cell = fc.oneof(
    fc.constantFrom('', '=1+1', "'=x", ';-2', 'a;@b', '"a,b"', 'x\r\n=1', '＝1', ' +1'),
    fc.string({ maxLength: 6 }),
  )
  const history = fc.record({
    outcome: fc.constantFrom(...outcomes, null),
    cause: fc.constantFrom(...causeCodes),
    words: cell,
    cells: fc.tuple(cell, cell),
  })
  const all = fc.array(history, { minLength: 1, maxLength: 12 })

  test('the report has every row once, in order, with its number, its own cells unchanged, and no formula', async () => {
    await fc.assert(
      fc.asyncProperty(all, fc.constantFrom(undefined, 'failures' as const), async (histories, only) => {
        const { source } = sourceOf(
          histories.length,
          (seq) => {
            const { outcome, cause, words } = histories[seq - 1] ?? { outcome: null, cause: null, words: '' }
            return anItem(seq, { outcome, cause, koreResponse: words, details: { reason: words } })
          },
          (row) => histories[row - 2]?.cells ?? [],
        )
        const header = ['=Name', 'Email']
        const [head, ...rows] = rowsOf(
          await text(csvReport(source, { i18n: english, job, origin: fileOf(header), only })),
        )
        expect(head?.map(plainCell)).toEqual([...header, ...endColumns])
        const kept = histories
          .map((one, index) => ({ ...one, row: String(index + 2) }))
          .filter(
            ({ outcome }) =>
              only === undefined || ['skipped', 'failed', 'not_attempted', 'unknown'].includes(outcome ?? ''),
          )
        expect(rows.map((cells) => [...cells.slice(0, 2).map(plainCell), cells[2], cells[6]])).toEqual(
          kept.map(({ cells, outcome, row }) => [...cells, outcome ?? 'pending', row]),
        )
        for (const value of rows.flat()) expect(neutralCell(plainCell(value))).toBe(value)
      }),
      { numRuns: 10_000 },
    )
  }, 120_000)
})

test('has reasons and remedies in the language of the member, and headings that an upload detects', async () => {
  const { source } = sourceOf(1, (seq) => anItem(seq, { cause: 'user_not_found' }))
  const german = await createCatalogues()('de')
  const request = { job, origin: null, only: undefined }
  const [head = [], row = []] = rowsOf(await text(csvReport(source, { ...request, i18n: german })))
  expect(isReportHeader(head)).toBe(true)
  expect(row[head.indexOf('Reason')]).toBe('„p1@example.com“ ist kein Benutzer dieses Kontos')
  expect(row[head.indexOf('Remedy')]).toBe(causeText(german, 'user_not_found').remedy)
  expect(row[head.indexOf('Remedy')]).not.toBe(causeText(english, 'user_not_found').remedy)
})

describe('a report of 150,000 rows', () => {
  const total = 150_000

  test('begins at once, is read one page at a time on demand, and stops when the reader stops', async () => {
    const { source, seen } = sourceOf(total, (seq) => anItem(seq))
    const report = csvReport(source, { i18n: english, job, origin: null, only: undefined })
    for await (const chunk of report) if (String(chunk).includes('p1@example.com')) break
    await turn()
    expect(seen.pages).toBeLessThan(20)
    expect(seen.largest).toBeLessThanOrEqual(1000)
    expect(report.destroyed).toBe(true)
  })

  test.each([
    ['csv', csvReport],
    ['xlsx', xlsxReport],
    ['json', jsonReport],
  ] as const)(
    'as %s is written without being held in memory',
    async (_, write) => {
      const { source, seen } = sourceOf(total, (seq) => anItem(seq))
      let most = 0
      let bytes = 0
      const before = process.memoryUsage().heapUsed
      for await (const chunk of write(source, { i18n: english, job, origin: null, only: undefined })) {
        bytes += Buffer.byteLength(chunk as Buffer | string)
        most = Math.max(most, process.memoryUsage().heapUsed - before)
      }
      expect(seen.pages).toBe(total / 1000 + 1)
      expect(bytes).toBeGreaterThan(1_000_000)
      // The whole report would be some 400 MB of cells; the limit allows for uncollected garbage.
      expect(most).toBeLessThan(160 * 1024 * 1024)
    },
    60_000,
  )

  test('has as many rows as the plan has items', async () => {
    const { source } = sourceOf(total, (seq) => anItem(seq))
    let lines = -1
    for await (const chunk of csvReport(source, { i18n: english, job, origin: null, only: undefined })) {
      lines += String(chunk).split('\r\n').length - 1
    }
    expect(lines).toBe(total)
  }, 60_000)
})
