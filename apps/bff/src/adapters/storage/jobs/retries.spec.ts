import { fc } from '@fast-check/vitest'
import type { PlanSource } from '@muster/contracts/plans'
import { outcomes } from '@muster/core/outcome/outcome'
import { endColumns } from '@muster/core/outcome/report-columns'
import { titleSearch } from '@muster/core/search/title-search'
import { analyst, aUser, tester } from '@muster/core/testing/account'
import { foldText } from '@muster/core/text/fold-text'
import { englishText } from '@muster/wording/english'
import { sql } from 'kysely'
import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { listJobItems } from '../../../features/jobs/list/list-job-items.ts'
import { dismissFailures } from '../../../features/jobs/report/dismiss-failures.ts'
import { reportFailures } from '../../../features/jobs/report/report-failures.ts'
import { applyPlan } from '../../../features/plans/apply-plan.ts'
import { createPlan } from '../../../features/plans/create-plan.ts'
import { openApp, signal } from '../testing/retry-app.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { actor } from '../testing/upload-app.ts'

const people = Array.from({ length: 12 }, (_, n) =>
  aUser({ id: `u-${n}`, email: `p${n}@example.com`, orgUserId: `E${n}` }),
)
const gone = (n: string) => `5d9d8dae0efc8c0d1a4a5c${n}`

/** Two users with one unknown role, one with another, and two that can succeed. */
const named = (roleId: string, n: number): PlanSource & { kind: 'identifiers' } => ({
  kind: 'identifiers',
  identifiers: [{ by: 'email', value: `p${n}@example.com` }],
  change: { kind: 'update', roles: { mode: 'edit', add: [{ roleId, botId: 'st-billing' }], remove: [] } },
})

describeOnEachStorage('retrying', (open) => {
  test('a fix applies to matching failures only, and to no others of the same cause', async () => {
    const { db } = await open()
    const { app, control, plan, apply, end } = await openApp(db, people)
    const rows = [gone('aa'), gone('aa'), gone('bb'), tester, tester].map((role, n) => ({
      row: n + 2,
      identifier: { by: 'email' as const, value: `p${n}@example.com` },
      change: named(role, n).change,
    }))
    const uploads = {
      ...app.plans.uploads,
      originOf: async () => ({ fileName: 'hr.csv', jobId: null }),
      tieToPlan: async () => undefined,
      uploadChanges: async function* () {
        yield rows.map((row) => ({ ...row, change: row.change as never, blockers: [] }))
      },
    }
    const made = await createPlan(
      { ...app.plans, uploads },
      { source: { kind: 'upload', uploadId: 'u' }, actor, signal },
    )
    const jobId = await apply(made)
    await end(jobId, () => 'changed')
    const { groups } = await reportFailures(control, jobId, null)
    expect(groups).toMatchObject([{ code: 'role_not_found', count: 3, open: 3 }])
    expect(groups[0]?.details.map(({ count, open: left }) => [count, left])).toEqual([
      [2, 2],
      [1, 1],
    ])
    const details = groups[0]?.details[0]
    const from = details?.role ?? { roleId: '', botId: null }
    const fix = { kind: 'replace_role', from, to: { roleId: analyst, botId: 'st-billing' } } as const
    const fixed = await plan({ kind: 'retry', jobId, cause: 'role_not_found', details: details?.key ?? '', fix })
    expect(fixed.summary).toMatchObject({ total: 2, dispositions: { change: 2, blocked: 0 } })
    const retry = await apply(fixed)
    await end(retry, () => 'changed')
    const report = await reportFailures(control, jobId, null)
    expect(report.groups).toMatchObject([{ count: 3, open: 1 }])
    expect(report.chain.map((one) => one.jobId)).toEqual([jobId, retry])
    expect(report.chainCounts).toMatchObject({ changed: 4, skipped: 1, failed: 0, pending: 0 })
  })

  test('only one job retries each user, even if several plans include them', async () => {
    const { db } = await open()
    const { control, plan, apply, end } = await openApp(db, people)
    const allUsers = people.map(({ email }) => ({ by: 'email' as const, value: email }))
    const jobId = await apply(
      await plan({ kind: 'identifiers', identifiers: allUsers, change: { kind: 'update', isDeveloper: true } }),
    )
    await end(jobId, (email) => (Number(email.slice(1, -12)) < 4 ? 'failed' : 'changed'))
    const [first, second, one] = [
      await plan({ kind: 'retry', jobId }),
      await plan({ kind: 'retry', jobId, cause: 'kore_refused' }),
      await plan({ kind: 'retry', jobId, seqs: [2] }),
    ]
    expect([first.summary.total, second.summary.total, one.summary.total]).toEqual([4, 4, 1])
    const retry = await apply(one)
    for (const late of [first, second]) await expect(apply(late)).rejects.toMatchObject({ code: 'conflict' })
    await end(retry, () => 'changed')
    const rest = await plan({ kind: 'retry', jobId })
    expect(rest.summary.total).toBe(3)
    await dismissFailures(control, { jobId, dismissed: true, filter: { seqs: [1] }, actor })
    const left = await listJobItems(control, { id: jobId, cause: 'kore_refused', only: 'open', limit: 10 })
    expect(left.items.map(({ seq }) => seq)).toEqual([3, 4])
    await expect(apply(rest)).rejects.toMatchObject({ code: 'conflict' })
    const last = await plan({ kind: 'retry', jobId })
    expect(last.summary.total).toBe(2)
    const lastId = await apply(last)
    await end(lastId, () => 'failed')
    expect(await control.reader.failureCauses(0, null)).toEqual([
      { cause: 'kore_refused', userCount: 4, jobId: lastId },
    ])
  })

  test('a job has the name of its plan, and is found by the words of its name, title or member, or by its ID', async () => {
    const { db } = await open()
    const { app, control, plan, apply } = await openApp(db, people)
    const source = (n: number) => ({
      kind: 'identifiers' as const,
      identifiers: [{ by: 'email' as const, value: `p${n}@example.com` }],
      change: { kind: 'update' as const, isDeveloper: true },
    })
    const [night, other] = [await plan(source(0)), await plan(source(1))]
    const line = { action: 'plan.renamed', actor: actor.email, sentence: 'Named' } as const
    await app.plans.store.rename(night.id, 'Night shift in May', line)
    const [namedId, otherId] = [await apply(night), await apply(other)]
    expect(await control.reader.get(namedId)).toMatchObject({ name: 'Night shift in May' })
    expect(await control.reader.get(otherId)).toMatchObject({ name: null })
    const found = async (q: string) =>
      (await control.reader.list({ q: titleSearch(q), own: null }, { before: null, limit: 10 })).map(({ id }) => id)
    expect(await found('  may NIGHT ')).toEqual([namedId])
    expect(await found('may day')).toEqual([])
    expect(await found(`developer ${actor.email}`)).toEqual([otherId, namedId])
    expect(await found(otherId)).toEqual([otherId])
    expect(await found('100%')).toEqual([])
    for (const name of ['Алёна', 'أَحمد', 'می\u200cخواهم', 'Łódź Straße']) {
      await app.plans.store.rename(night.id, name, line)
      for (const q of [name, name.toUpperCase(), name.normalize('NFD'), foldText(name)])
        expect([q, await found(q)]).toEqual([q, [namedId]])
    }
  })

  test('a dismissed failure needs no attention, shows who dismissed it, and can be restored', async () => {
    const { db } = await open()
    const { control, plan, apply, end } = await openApp(db, people)
    const both = [0, 1].map((n) => ({ by: 'email' as const, value: `p${n}@example.com` }))
    const jobId = await apply(
      await plan({ kind: 'identifiers', identifiers: both, change: { kind: 'update', isDeveloper: true } }),
    )
    await end(jobId, () => 'failed')
    expect(await control.reader.unresolved(null)).toBe(1)
    const left = await dismissFailures(control, { jobId, dismissed: true, filter: { cause: 'kore_refused' }, actor })
    expect(left).toMatchObject({ open: 0, counts: { failed: 2 }, resolved: null })
    expect(await control.reader.unresolved(null)).toBe(0)
    expect((await reportFailures(control, jobId, null)).groups).toMatchObject([{ count: 2, open: 0, dismissed: 2 }])
    const items = await control.reader.items(jobId, { afterSeq: 0, limit: 10 })
    expect(items.map(({ dismissedBy }) => dismissedBy)).toEqual([actor.email, actor.email])
    await expect(plan({ kind: 'retry', jobId })).rejects.toMatchObject({ code: 'conflict' })
    const again = dismissFailures(control, { jobId, dismissed: true, filter: {}, actor })
    await expect(again).rejects.toMatchObject({ code: 'job_state' })
    expect(await dismissFailures(control, { jobId, dismissed: false, filter: { seqs: [2] }, actor })).toMatchObject({
      open: 1,
    })
    const entries = await db
      .selectFrom('audit_entries')
      .select('sentence')
      .where('action', '=', 'report.resolved')
      .execute()
    expect(entries.map(({ sentence }) => sentence)).toEqual([
      `${actor.email} dismissed 2 users from the report of "Developer · 2 users"`,
      `${actor.email} restored 1 user to the report of "Developer · 2 users"`,
    ])
  })

  test('neither a retry of an undo nor its report, uploaded as a file, repeats what cannot be undone', async () => {
    const { db } = await open()
    const { app, control, plan, apply, end } = await openApp(db, people)
    const rows = ['Email,Action,Developer,Erase', 'p0@example.com,update,yes,', 'p1@example.com,remove,,']
    const sent = [...rows, 'away@example.net,erase,,all bots'].join('\n')
    const made = await app.plan(await app.upload(sent, 'mine.csv'))
    const { hash, id } = made
    const confirmed = {
      planId: id,
      hash: hash ?? '',
      confirmation: 'remove 1 erase 1 in Test',
      idempotencyKey: null,
      proof: 'token' as const,
      actor,
    }
    const { jobId } = await applyPlan(app.plans, confirmed)
    await end(jobId, () => 'changed')
    await sql`update users set is_developer = true where email = 'p0@example.com'`.execute(db)
    const undo = await plan({ kind: 'undo', jobId })
    expect(undo.summary).toMatchObject({
      dispositions: { change: 1, unchanged: 0, blocked: 2 },
      kinds: { update: 3, remove: 0, erase: 0 },
      blockers: { cannot_undo: 2 },
    })
    expect(englishText(undo.title)).toBe(`Undo "${(await control.reader.get(jobId))?.title}"`)
    const undone = await apply(undo)
    await end(undone, () => 'changed')
    const { groups } = await reportFailures(control, undone, null)
    expect(groups).toMatchObject([{ code: 'cannot_undo', open: 2, retriable: 0 }])
    for (const filter of [{}, { cause: 'cannot_undo' as const }, { seqs: [2, 3] }])
      await expect(plan({ kind: 'retry', jobId: undone, ...filter })).rejects.toMatchObject({ code: 'conflict' })
    const again = await app.upload(await app.reportBytes(undone, 'csv'), 'report.csv')
    expect(new Set((await app.rows(again)).map(({ change }) => change?.kind))).not.toContain('erase')
    expect(new Set((await app.rows(again)).map(({ change }) => change?.kind))).not.toContain('remove')
    expect(await dismissFailures(control, { jobId: undone, dismissed: true, filter: {}, actor })).toMatchObject({
      open: 0,
    })
  })

  test('a fix skips items it does not fit, and a retry includes all but those to be corrected first', async () => {
    const { db } = await open()
    const { control, plan, apply, end } = await openApp(db, people)
    const addresses = ['p0@example.com', 'p1@example.com', 'absent@example.com', 'not an address']
    const identifiers = addresses.map((value) => ({ by: 'email' as const, value }))
    const jobId = await apply(
      await plan({
        kind: 'identifiers',
        identifiers,
        change: { kind: 'update', canCreateBot: true, isDeveloper: true },
      }),
    )
    await end(jobId, () => 'failed')
    const { groups } = await reportFailures(control, jobId, null)
    expect(Object.fromEntries(groups.map(({ code, open: left, retriable }) => [code, [left, retriable]]))).toEqual({
      kore_refused: [2, 2],
      user_not_found: [1, 1],
      email_invalid: [1, 0],
    })
    expect((await plan({ kind: 'retry', jobId })).summary.total).toBe(3)
    expect((await plan({ kind: 'retry', jobId, cause: 'email_invalid' })).summary.total).toBe(1)
    const fix = { kind: 'drop_role', role: { roleId: tester, botId: 'st-billing' } } as const
    await expect(plan({ kind: 'retry', jobId, fix })).rejects.toMatchObject({ code: 'conflict' })
    const calmer = await plan({ kind: 'retry', jobId, seqs: [1, 2], fix: { kind: 'bot_creation_off' } })
    expect(calmer.summary.effects.map(({ key, added }) => [key, added])).toEqual([['flag:isDeveloper', 2]])
  })

  test('in any chain of retries each user counts once and the totals add up', async () => {
    const { db } = await open()
    const { control, plan, apply, end } = await openApp(db, people)
    const round = fc.record({
      ends: fc.array(fc.constantFrom(...outcomes), { minLength: 12, maxLength: 12 }),
      requests: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 12 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 4 }), async (rounds) => {
        await sql`update users set is_developer = false`.execute(db)
        const allUsers = people.map(({ email }) => ({ by: 'email' as const, value: email }))
        const change = { kind: 'update', isDeveloper: true } as const
        const root = await apply(await plan({ kind: 'identifiers', identifiers: allUsers, change }))
        let jobId = root
        for (const { ends, requests } of rounds) {
          await end(jobId, (email) => ends[Number(email.slice(1, -12))] ?? 'failed')
          const { chain, chainCounts } = await reportFailures(control, root, null)
          const total = chainCounts.pending + outcomes.reduce((sum, one) => sum + chainCounts[one], 0)
          expect(total).toBe(people.length)
          expect((await reportFailures(control, jobId, null)).chainCounts).toEqual(chainCounts)
          expect(chain[0]?.jobId).toBe(root)
          const next = await plan({ kind: 'retry', jobId, seqs: requests }).catch(() => null)
          if (next === null) return
          jobId = await apply(next)
        }
      }),
      { numRuns: 8 },
    )
  })
})

describeOnEachStorage('the report of a retry', (open) => {
  test('has the columns of the file, unless the retry requests something else than the file', async () => {
    const { db } = await open()
    const { app, control, plan, apply, end } = await openApp(db, people)
    const lines = ['Notes,Email,Add roles', '=1,p1@example.com,Tester on Billing', 'b,p2@example.com,Tester on Billing']
    const first = await app.plan(await app.upload(lines.join('\n'), 'mine.csv'))
    const jobId = await apply(first)
    await end(jobId, () => 'failed')
    const header = ['Notes', 'Email', 'Add roles', ...endColumns]
    const retry = await apply(await plan({ kind: 'retry', jobId, seqs: [1] }))
    await end(retry, () => 'failed')
    const csv = (await app.reportBytes(retry, 'csv')).toString().slice(1)
    const { data } = Papa.parse<string[]>(csv, { skipEmptyLines: true })
    expect(data[0]).toEqual(header)
    expect(data.slice(1).map((cells) => [cells[0], cells[1], cells[header.indexOf('Row')]])).toEqual([
      ["'=1", 'p1@example.com', '2'],
    ])
    const role = { roleId: tester, botId: 'st-billing' }
    const fix = { kind: 'replace_role', from: role, to: { roleId: analyst, botId: 'st-billing' } } as const
    const fixed = await apply(await plan({ kind: 'retry', jobId: retry, fix }))
    await end(fixed, () => 'failed')
    const again = await app.upload(await app.reportBytes(fixed, 'csv'), 'report.csv')
    expect((await app.rows(again)).map(({ identifier, change }) => ({ identifier, change }))).toEqual([
      {
        identifier: { by: 'email', value: 'p1@example.com' },
        change: {
          kind: 'update',
          roles: { mode: 'edit', add: [{ roleId: analyst, botId: 'st-billing' }], remove: [] },
        },
      },
    ])
    expect((await control.reader.get(jobId))?.childJobIds).toEqual([retry])
  })
})
