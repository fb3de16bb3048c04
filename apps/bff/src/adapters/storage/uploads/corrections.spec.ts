import { fc } from '@fast-check/vitest'
import type { CauseCode } from '@muster/core/outcome/cause'
import { outcomes } from '@muster/core/outcome/outcome'
import { endColumns } from '@muster/core/outcome/report-columns'
import { aUser } from '@muster/core/testing/account'
import { englishText } from '@muster/wording/english'
import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { dismissFailures } from '../../../features/jobs/report/dismiss-failures.ts'
import { reportFailures } from '../../../features/jobs/report/report-failures.ts'
import { correctFailures } from '../../../features/uploads/fix/correct-failures.ts'
import { correctUpload, recheckUpload } from '../../../features/uploads/fix/correct-upload.ts'
import { fixIssueOf } from '../../../features/uploads/fix/fix-issue.ts'
import { fixRows } from '../../../features/uploads/fix/fix-rows.ts'
import { readUpload } from '../../../features/uploads/receive/read-upload.ts'
import type { Db } from '../database/storage.ts'
import { openApp, signal } from '../testing/retry-app.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { actor } from '../testing/upload-app.ts'

const people = Array.from({ length: 12 }, (_, n) =>
  aUser({ id: `u-${n}`, email: `p${n}@example.com`, orgUserId: `E${n}` }),
)
const header = ['Notes', 'Email', 'Add roles']
const good = 'Tester on Billing'
const csv = (rows: readonly (readonly string[])[]) => [header, ...rows].map((cells) => cells.join(',')).join('\n')

/** A finished job of a file: unreadable values failed, the rest as given. */
async function endedJob(db: Db, rows: readonly (readonly string[])[]) {
  const made = await openApp(db, people)
  const { app, apply, end } = made
  const uploadId = await app.upload(csv(rows), 'mine.csv')
  const jobId = await apply(await app.plan(uploadId))
  await end(jobId, () => 'changed')
  const correct = async (of = jobId, cause: CauseCode = 'row_invalid') => {
    const opened = await correctFailures(app.deps, { corrects: { jobId: of, cause }, actor })
    if (opened.isNew) await readUpload(app.deps, { uploadId: opened.upload.id, readOptions: {} }, signal)
    return opened.upload.id
  }
  const put = (id: string, cells: readonly { row: number; column: number; value: string }[]) =>
    fixRows(app.deps, id, { kind: 'cells', cells: [...cells] })
  const failureReport = () => reportFailures(made.control, jobId, null)
  return { ...made, uploadId, jobId, correct, put, failureReport }
}

const mixed = [
  ['a', 'p0@example.com', good],
  ['b', 'p1@example.com', 'Testr on Billing'],
  ['c', 'p2@example.com', good],
  ['d', 'p3@example.com', 'Testr on Billing'],
]

describeOnEachStorage('corrected rows of a report', (open) => {
  test('keep their numbers, are retried by a retry, and the totals add up', async () => {
    const { app, jobId, correct, put, failureReport, apply, end } = await endedJob((await open()).db, mixed)
    expect((await failureReport()).chainCounts).toMatchObject({ changed: 2, skipped: 2 })
    const opened = await correct()
    const upload = await app.record(opened)
    expect(upload).toMatchObject({
      fileName: 'mine.csv',
      state: 'checked',
      corrects: { jobId, cause: 'row_invalid' },
      tally: { counts: { rows: 2, errors: 2 } },
    })
    expect((await app.rows(opened)).map(({ row, cells }) => [row, ...cells])).toEqual([
      [3, ...(mixed[1] ?? [])],
      [5, ...(mixed[3] ?? [])],
    ])
    await put(opened, [{ row: 3, column: 2, value: good }])
    const plan = await app.plan(opened)
    expect(plan).toMatchObject({
      parentJobId: jobId,
      summary: { total: 2, dispositions: { change: 1, blocked: 1 } },
    })
    expect(englishText(plan.title)).toBe('Retry: Tester on Billing · 2 users')
    expect((await app.items(plan.id)).map(({ row }) => row)).toEqual([3, 5])
    const retry = await apply(plan)
    await end(retry, () => 'changed')
    const first = await failureReport()
    expect(first.groups).toMatchObject([{ code: 'row_invalid', count: 2, open: 0 }])
    expect(first.chain.map((link) => link.jobId)).toEqual([jobId, retry])
    expect(first.chainCounts).toMatchObject({ changed: 3, skipped: 1 })
    const second = await correct(retry)
    expect((await app.rows(second)).map(({ row }) => row)).toEqual([5])
    await put(second, [{ row: 5, column: 2, value: good }])
    const last = await apply(await app.plan(second))
    await end(last, () => 'changed')
    expect(await failureReport()).toMatchObject({
      chain: [{ jobId }, { jobId: retry }, { jobId: last }],
      chainCounts: { changed: 4, skipped: 0, failed: 0 },
    })
    const report = (await app.reportBytes(last, 'csv')).toString().slice(1)
    const { data } = Papa.parse<string[]>(report, { skipEmptyLines: true })
    expect(data[0]).toEqual([...header, ...endColumns])
    expect(data[1]?.slice(0, 3)).toEqual(['d', 'p3@example.com', good])
    expect(data[1]?.[data[0]?.indexOf('Row') ?? 0]).toBe('5')
  })

  test('continue where they were left, and start anew once they were applied or more failed', async () => {
    const { app, control, jobId, correct, put, apply } = await endedJob((await open()).db, mixed)
    await dismissFailures(control, { jobId, dismissed: true, filter: { seqs: [4] }, actor })
    const first = await correct()
    expect((await app.rows(first)).map(({ row }) => row)).toEqual([3])
    await put(first, [{ row: 3, column: 2, value: 'Analyst on Billing' }])
    expect(await correct()).toBe(first)
    expect((await app.rows(first))[0]?.cells[2]).toBe('Analyst on Billing')
    await dismissFailures(control, { jobId, dismissed: false, filter: { seqs: [4] }, actor })
    const both = await correct()
    expect((await app.rows(both)).map(({ row }) => row)).toEqual([3, 5])
    await apply(await app.plan(first))
    await put(both, [{ row: 5, column: 2, value: good }])
    const rest = await app.plan(both)
    expect(rest.summary.total).toBe(1)
    expect((await app.record(both)).tally?.counts).toMatchObject({ rows: 2, done: 1, ready: 1 })
    await apply(rest)
    await expect(correct()).rejects.toMatchObject({ code: 'conflict' })
  })

  test('are refused by a plan that comes too late', async () => {
    const { db } = await open()
    const { app, control, jobId, correct, apply, plan } = await endedJob(db, mixed)
    const late = await app.plan(await correct())
    await dismissFailures(control, { jobId, dismissed: true, filter: { seqs: [2] }, actor })
    await expect(apply(late)).rejects.toMatchObject({ code: 'conflict' })
    await expect(plan({ kind: 'retry', jobId, seqs: [2] })).rejects.toMatchObject({ code: 'conflict' })
    expect((await control.reader.get(jobId))?.childJobIds).toEqual([])
  })

  test('may get another column mapping, and still retry the same items', async () => {
    const { app, jobId, correct, put, apply, failureReport, end } = await endedJob((await open()).db, mixed)
    const id = await correct()
    const columns = [{ index: 2, mapping: 'ignore' as const, blank: 'keep' as const }]
    await correctUpload(app.deps, id, { columns })
    await recheckUpload(app.deps, id, signal)
    expect((await app.rows(id)).map(({ retriesSeq }) => retriesSeq)).toEqual([2, 4])
    await correctUpload(app.deps, id, { columns: [{ index: 2, mapping: 'roles_add', blank: 'keep' }] })
    await recheckUpload(app.deps, id, signal)
    await put(id, [{ row: 5, column: 2, value: good }])
    await expect(correctUpload(app.deps, id, { headerRow: 0 })).rejects.toMatchObject({ code: 'conflict' })
    await end(await apply(await app.plan(id)), () => 'changed')
    expect((await failureReport()).chain).toHaveLength(2)
    expect((await failureReport()).chain[0]?.jobId).toBe(jobId)
  })

  test('are unavailable for a job that does not exist, or whose file is gone', async () => {
    const { app, uploadId, jobId, correct } = await endedJob((await open()).db, mixed)
    await expect(correct('no such job')).rejects.toMatchObject({ code: 'not_found' })
    await expect(correct(jobId, 'role_not_found')).rejects.toMatchObject({ code: 'conflict' })
    await app.deps.store.remove(uploadId)
    await expect(correct()).rejects.toThrow('was deleted')
  })

  test('unknown users are corrected by address, all at once', async () => {
    const rows = [...mixed.map(([note = '', email = '']) => [note, `no-${email}`, good]), ['e', 'p4@example.com', good]]
    const { app, jobId, correct, put, apply, end, failureReport } = await endedJob((await open()).db, rows)
    expect((await failureReport()).groups).toMatchObject([{ code: 'user_not_found', count: 4 }])
    const id = await correct(jobId, 'user_not_found')
    await put(
      id,
      mixed.map(([, value = ''], n) => ({ row: n + 2, column: 1, value })),
    )
    const plan = await app.plan(id)
    expect(plan.summary).toMatchObject({ total: 4, dispositions: { change: 4 } })
    await end(await apply(plan), () => 'changed')
    expect((await failureReport()).chainCounts).toMatchObject({ changed: 5, failed: 0 })
  })

  // With a nested loop over rows without statistics, this took minutes.
  test('many of them are opened, continued and retried', { timeout: 60_000 }, async () => {
    const { db } = await open()
    const many = Array.from({ length: 6000 }, (_, n) => aUser({ id: `u-${n}`, email: `p${n}@example.com` }))
    const { app, apply } = await openApp(db, many)
    const rows = many.map(({ email }, n) => ['', email, n === 0 ? good : 'Testr on Billing'])
    const jobId = await apply(await app.plan(await app.upload(csv(rows), 'many.csv')))
    const corrects = { jobId, cause: 'row_invalid' } as const
    const { upload } = await correctFailures(app.deps, { corrects, actor })
    await readUpload(app.deps, { uploadId: upload.id, readOptions: {} }, signal)
    expect((await app.record(upload.id)).tally?.counts.rows).toBe(many.length - 1)
    expect((await correctFailures(app.deps, { corrects, actor })).upload.id).toBe(upload.id)
    const issue = (await app.record(upload.id)).tally?.groups[0]?.key ?? ''
    await fixRows(app.deps, upload.id, { kind: 'issue', issue, replaceWith: 'Tester' })
    await fixIssueOf(app.deps, { uploadId: upload.id, fix: { issue, by: { kind: 'value', value: 'Tester' } } }, signal)
    const plan = await app.plan(upload.id)
    expect(plan.summary.dispositions.change).toBe(many.length - 1)
    await apply(plan)
    await expect(correctFailures(app.deps, { corrects, actor })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('in any sequence of corrections, dismissals and retries each row of the file counts once', async () => {
    const { db } = await open()
    const step = fc.record({
      fixes: fc.subarray([2, 3, 4, 5, 6, 7]),
      leaves: fc.subarray([2, 3, 4, 5, 6, 7], { maxLength: 2 }),
    })
    const roles = fc.array(fc.constantFrom(good, 'Testr on Billing', 'Missing on Nothing'), {
      minLength: 6,
      maxLength: 6,
    })
    await fc.assert(
      fc.asyncProperty(roles, fc.array(step, { minLength: 1, maxLength: 3 }), async (given, steps) => {
        const rows = [...given, good].map((role, n) => [`n${n}`, `p${n}@example.com`, role])
        const { app, jobId, correct, put, apply, end, failureReport } = await endedJob(db, rows)
        let last = jobId
        for (const { fixes, leaves } of steps) {
          const id = await correct(last).catch(() => null)
          if (id === null) break
          const there = new Set((await app.rows(id)).map(({ row }) => row))
          const cells = fixes.filter((row) => there.has(row)).map((row) => ({ row, column: 2, value: good }))
          if (cells.length > 0) await put(id, cells)
          const out = leaves.filter((row) => there.has(row))
          if (out.length > 0) await fixRows(app.deps, id, { kind: 'rows', rows: out, excluded: true })
          const plan = await app.plan(id).catch(() => null)
          if (plan === null || plan.summary.dispositions.change === 0) break
          last = await apply(plan)
          await end(last, () => 'changed')
        }
        const { chainCounts } = await failureReport()
        expect(outcomes.reduce((sum, one) => sum + chainCounts[one], chainCounts.pending)).toBe(rows.length)
      }),
      { numRuns: 8 },
    )
  })
})
