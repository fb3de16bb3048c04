import { createReadStream } from 'node:fs'
import { mkdtemp, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Lookups } from '@muster/core/account/access'
import type { Identifier, User } from '@muster/core/account/user'
import type { UserMatch } from '@muster/core/plan/plan-item'
import { beforeEach, expect, it } from 'vitest'
import { systemClock } from '../../../clock.ts'
import {
  correctUpload,
  longestBeginMs,
  recheckUpload,
  recheckUploadWork,
} from '../../../features/uploads/fix/correct-upload.ts'
import { fixIssueOf, fixIssueWork } from '../../../features/uploads/fix/fix-issue.ts'
import { fixRows } from '../../../features/uploads/fix/fix-rows.ts'
import { freeFromPlan, tieToPlan, uploadChanges } from '../../../features/uploads/fix/upload-changes.ts'
import { newUpload } from '../../../features/uploads/receive/new-upload.ts'
import { readUpload } from '../../../features/uploads/receive/read-upload.ts'
import { findUpload, uploadEntry } from '../../../features/uploads/receive/upload-entry.ts'
import { sweepUploads } from '../../../features/uploads/sweep-uploads.ts'
import { keysOfMatches } from '../../../features/uploads/testing/keys-of-matches.ts'
import { readUploadWork, type UploadDeps } from '../../../features/uploads/upload-deps.ts'
import { createChecks } from '../../files/check-thread.ts'
import { createFileReader } from '../../files/file-reader.ts'
import { idsFrom, newId } from '../database/new-id.ts'
import type { Storage } from '../database/storage.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlFailedRows } from './failed-rows-store.ts'
import { createSqlReportedItems } from './reported-items-store.ts'
import { createSqlFileStore } from './upload-files-store.ts'
import { createSqlUploads } from './uploads-store.ts'

const tester = 'a'.repeat(24)
const lookups: Lookups = {
  groups: new Map([['e-1', { id: 'e-1', name: 'Support' }]]),
  roles: new Map([[tester, { id: tester, name: 'Tester', kind: 'bot' }]]),
  bots: new Map([['st-1', { id: 'st-1', name: 'Billing' }]]),
  known: { groups: true, roles: true, bots: true },
}
const person = (name: string): User => ({
  id: `u-${name}`,
  email: `${name}@example.com`,
  firstName: name,
  lastName: '',
  orgUserId: `E-${name}`,
  status: 'active',
  groups: [],
  roles: [],
  canCreateBot: false,
  isDeveloper: false,
})
const people = ['ana', 'ben', 'cleo', 'dan'].map(person)

/** The directory after a user was added. */
const knowing = (name: string) => async (identifiers: readonly Identifier[]) =>
  identifiers.map((identifier): UserMatch => {
    const isAdded = identifier.value === `${name}@example.com`
    return isAdded ? { kind: 'user', user: person(name) } : match(identifier)
  })

function match(identifier: Identifier): UserMatch {
  const value = identifier.value.toLowerCase()
  const user = people.find((one) =>
    identifier.by === 'email' ? one.email === value : one.orgUserId === identifier.value,
  )
  return user === undefined ? { kind: 'none' } : { kind: 'user', user }
}

function depsOn(storage: Storage) {
  const sent: { name: string; data: object }[] = []
  const keys = keysOfMatches({ byIdentifiers: async (identifiers) => identifiers.map(match) })
  const deps: UploadDeps = {
    ...createSqlUploads(storage.db),
    files: createSqlFileStore(storage.db, tmpdir()),
    failedRows: createSqlFailedRows(storage.db),
    reportedItems: createSqlReportedItems(storage.db),
    reader: createFileReader(),
    checks: createChecks(),
    keys: { ...keys, within: () => keys },
    scopeOf: async () => null,
    directory: {
      byIdentifiers: async (identifiers) => identifiers.map(match),
      lookups: async () => lookups,
      within: () => ({ search: async () => ({ items: [], next: null }) }),
    },
    queue: {
      work: async () => undefined,
      send: async (name, data) => {
        sent.push({ name, data })
        return 'accepted'
      },
      schedule: async () => undefined,
    },
    events: { publish: () => undefined },
    clock: systemClock,
    newId,
    audit: { append: async () => undefined },
  }
  return { deps, sent }
}

describeOnEachStorage('uploads', (open) => {
  let deps: UploadDeps
  let sent: { name: string; data: object }[]
  const go = new AbortController().signal

  beforeEach(async () => {
    ;({ deps, sent } = depsOn(await open()))
  })

  async function upload(content: string | Buffer, fileName = 'people.csv') {
    const path = join(await mkdtemp(join(tmpdir(), 'muster-up-')), 'x')
    await writeFile(path, content)
    const id = newId()
    const { bytes } = await deps.files.keep(id, createReadStream(path), 1024 * 1024)
    await deps.store.create(
      newUpload({ id, fileName, bytes, createdBy: { memberId: 'm', email: 'o@example.com' }, createdAt: 0 }),
    )
    await readUpload(deps, { uploadId: id, readOptions: {} }, go)
    return id
  }
  const entry = async (id: string) => uploadEntry(await findUpload(deps, id))
  const planned = async (id: string) => (await Array.fromAsync(uploadChanges(deps, id))).flat()

  it('detects the format of a file and counts rows that add up', async () => {
    const id = await upload(
      '\ufeffEmail;Add roles;Developer\nana@example.com;Tester on Billing;yes\nBEN@example.com; Testr on Billing;\nabsent@example.com;Tester on Billing;no\n;;yes\nana@example.com;;no\n',
    )
    const shown = await entry(id)
    expect(shown).toMatchObject({
      state: 'checked',
      detected: { encoding: 'utf-8', byteOrderMark: true, delimiter: ';', headerRow: 1 },
    })
    expect(shown.columns.map(({ mapping }) => mapping)).toEqual(['email', 'roles_add', 'is_developer'])
    expect(shown.counts).toEqual({ rows: 5, ready: 1, errors: 4, warnings: 0, notes: 0, excluded: 0, done: 0 })
    expect(shown.issues.map(({ code, count, suggestions }) => [code, count, suggestions])).toEqual(
      expect.arrayContaining([
        ['role_unknown', 1, ['Tester']],
        ['person_unknown', 1, []],
        ['person_missing', 1, []],
        ['duplicate_person', 1, []],
        ['spaces_trimmed', 1, []],
      ]),
    )
  })

  it('reports one delimiter too many instead of the shifted cells, until a user corrects the row', async () => {
    const id = await upload(
      'Email;Add groups;Developer\nana@example.com;Support;yes\nben@example.com;Support;Support;no\ncleo@example.com;Support;yes\n',
    )
    const shown = await entry(id)
    expect(shown.issues.map(({ code, column, firstRow }) => [code, column, firstRow])).toEqual([['row_too_long', 3, 3]])
    expect(shown.columns[3]).toMatchObject({ header: 'Column 4', beyondHeader: true, mapping: 'ignore' })
    const cells = ['Support', 'no', ''].map((value, at) => ({ row: 3, column: at + 1, value }))
    await fixRows(deps, id, { kind: 'cells', cells })
    expect((await entry(id)).counts).toMatchObject({ ready: 3, errors: 0 })
  })

  it('reports which rows are truncated, and which lost characters', async () => {
    const id = await upload('Email,Name,Developer\nana@example.com,Ana\nben@example.com,B\ufffdn,yes\n')
    expect((await entry(id)).issues.map(({ code, firstRow }) => [code, firstRow])).toEqual([
      ['characters_lost', 3],
      ['nothing_requested', 2],
      ['row_too_short', 2],
    ])
  })

  it('reports the filled share of each column over all rows, and how many rows are left', async () => {
    const lines = Array.from({ length: 1000 }, (_, n) => `p${n}@example.com,${n < 250 ? 'yes' : ''}`)
    const totals: (number | null)[] = []
    const keep = deps.rows.keepBlocks
    const rows = {
      ...deps.rows,
      keepBlocks: async (...args: Parameters<typeof keep>) => {
        totals.push((await deps.store.get(args[0]))?.progress.total ?? null)
        return keep(...args)
      },
    }
    deps = { ...deps, rows }
    const shown = await entry(await upload(`Email,Developer\n${lines.join('\n')}\n`))
    expect(shown.columns.map(({ fillRate }) => fillRate)).toEqual([1, 0.25])
    expect(new Set(totals)).toEqual(new Set([1000]))
    expect(shown.progress).toEqual({ rows: 1000, total: null })
  })

  it('refuses a header row that does not exist, and reads again with one that does', async () => {
    const id = await upload('Email,Developer\nana@example.com,yes\n')
    await deps.store.update(id, { state: 'reading' })
    await readUpload(deps, { uploadId: id, readOptions: { headerRow: 900 } }, go)
    expect(await entry(id)).toMatchObject({ state: 'refused', problem: expect.stringMatching(/row 900 cannot name/) })
    await deps.store.update(id, { state: 'reading' })
    await readUpload(deps, { uploadId: id, readOptions: { headerRow: 1 } }, go)
    expect((await entry(id)).counts).toMatchObject({ rows: 1, ready: 1 })
  })

  it('plans every row once with its row number, rows with errors as blocked', async () => {
    const id = await upload('Email,Developer\nana@example.com,yes\nxx,yes\nana@example.com,no\n')
    expect((await planned(id)).map(({ row, blockers }) => [row, blockers.map(({ code }) => code)])).toEqual([
      [2, []],
      [3, ['email_invalid']],
      [4, ['duplicate_in_plan']],
    ])
  })

  it('fixes one cause over all its rows, then a cell, and excludes rows', async () => {
    const id = await upload(
      'Email,Add roles\nana@example.com,Testr on Billing\nben@example.com,Testr on Billing\ncleo@example,Tester on Billing\nana@example.com,Tester on Billing\n',
    )
    const wrong = (await entry(id)).issues.find(({ code }) => code === 'role_unknown')
    await fixRows(deps, id, { kind: 'issue', issue: wrong?.key ?? '', replaceWith: 'Tester' })
    await fixRows(deps, id, { kind: 'cells', cells: [{ row: 4, column: 0, value: 'cleo@example.com' }] })
    expect((await entry(id)).counts).toMatchObject({ ready: 3, errors: 1 })
    await fixRows(deps, id, { kind: 'rows', rows: [2], excluded: true })
    // With the first row excluded, the second row of the same user counts.
    expect((await entry(id)).counts).toMatchObject({ ready: 3, errors: 0, excluded: 1 })
    const [row] = await deps.rows.byNumber(id, [4])
    expect(row).toMatchObject({ edited: [0], cells: ['cleo@example.com', 'Tester on Billing'] })
  })

  it('excludes every row of a cause', async () => {
    const id = await upload('Email,Developer\nxx,yes\nana@example.com,yes\nyy,yes\n')
    const groups = (await entry(id)).issues.filter(({ code }) => code === 'email_invalid')
    for (const { key } of groups) await fixRows(deps, id, { kind: 'issue', issue: key, replaceWith: null })
    expect((await entry(id)).counts).toMatchObject({ rows: 3, ready: 1, excluded: 2, errors: 0 })
  })

  it('fixes a whole cause, each value by its best suggestion, and excludes the rest', async () => {
    const id = await upload(
      'Email,Add roles,Add groups\nana@example.com,Testr on Billing,Suport\nben@example.com,Tster on Billing,\ncleo@example.com,Tester on Billing,Qzx\n',
    )
    await fixRows(deps, id, { kind: 'suggested', issue: 'role_unknown:1' })
    const rows = await deps.rows.list(id, { after: 0, limit: 10 })
    expect(rows.map(({ cells }) => cells[1])).toEqual(Array.from({ length: 3 }, () => 'Tester on Billing'))
    await fixRows(deps, id, { kind: 'suggested', issue: 'group_unknown:2' })
    // Nothing resembles "Qzx": it does not change, and remains listed under its cause.
    const left = await deps.rows.list(id, { issue: 'group_unknown:2', after: 0, limit: 10 })
    expect(left.map(({ row, cells, edited }) => [row, cells[2], edited])).toEqual([[4, 'Qzx', []]])
    await fixRows(deps, id, { kind: 'issue', issue: 'group_unknown:2', replaceWith: null })
    expect((await entry(id)).counts).toMatchObject({ rows: 3, ready: 2, excluded: 1, errors: 0 })
  })

  it('fixes a cause of very many rows in the background, with progress, and can be restarted', async () => {
    const count = 2001
    const lines = Array.from({ length: count }, (_, n) => `p${n}@example.com,Suport`)
    const id = await upload(`Email,Add groups\n${lines.join('\n')}\n`)
    const issue = 'group_unknown:1:Suport'
    await fixRows(deps, id, { kind: 'issue', issue, replaceWith: 'Support' })
    expect(await entry(id)).toMatchObject({ state: 'checking', progress: { rows: 0, total: count } })
    const order = { uploadId: id, fix: { issue, by: { kind: 'value', value: 'Support' } } } as const
    expect(sent.at(-1)).toEqual({ name: fixIssueWork, data: order })
    await expect(fixIssueOf(deps, order, AbortSignal.abort())).rejects.toThrow()
    // Work that another took over writes nothing, and leaves completion to the other.
    const late = {
      ...deps,
      rows: { ...deps.rows, takeOver: async (of: string) => (await deps.rows.takeOver(of)) - 1 },
    }
    await fixIssueOf(late, order, go)
    await recheckUpload(late, id, go)
    expect((await entry(id)).state).toBe('checking')
    await fixIssueOf(deps, order, go)
    const shown = await entry(id)
    expect(shown).toMatchObject({ state: 'checked', progress: { rows: count, total: null } })
    expect(shown.issues.filter(({ code }) => code === 'group_unknown')).toEqual([])
  })

  it('excludes every row with errors at once, and includes them again', async () => {
    const id = await upload('Email,Developer\nxx,yes\nana@example.com,yes\nana@example.com,no\n')
    await fixRows(deps, id, { kind: 'all', rows: 'error' })
    expect((await entry(id)).counts).toMatchObject({ rows: 3, ready: 1, excluded: 2, errors: 0 })
    await fixRows(deps, id, { kind: 'all', rows: 'excluded' })
    expect((await entry(id)).counts).toMatchObject({ rows: 3, ready: 1, excluded: 0, errors: 2 })
  })

  it('corrects an unknown user over all its rows', async () => {
    const id = await upload('Developer,Email\nyes,anna@example.com\n')
    const wrong = (await entry(id)).issues.find(({ code }) => code === 'person_unknown')
    expect(wrong).toMatchObject({ column: 1, value: 'anna@example.com' })
    await fixRows(deps, id, { kind: 'issue', issue: wrong?.key ?? '', replaceWith: 'ana@example.com' })
    expect((await entry(id)).counts).toMatchObject({ ready: 1, errors: 0 })
  })

  it('checks again when a column mapping changes, keeps fixes, and remembers it for files of the same shape', async () => {
    const text = 'Who,What\nana@example.com,Support\nben@example,Support\n'
    const id = await upload(text)
    await fixRows(deps, id, { kind: 'cells', cells: [{ row: 3, column: 0, value: 'ben@example.com' }] })
    await correctUpload(deps, id, {
      columns: [
        { index: 0, mapping: 'email', blank: 'keep' },
        { index: 1, mapping: 'groups_add', blank: 'keep' },
      ],
    })
    expect(sent.at(-1)?.name).toBe(recheckUploadWork)
    await recheckUpload(deps, id, go)
    expect((await planned(id)).map(({ change }) => change)).toEqual(
      Array.from({ length: 2 }, () => ({ kind: 'update', groups: { mode: 'edit', add: ['e-1'], remove: [] } })),
    )
    const next = await entry(await upload(text))
    expect(next.columns.map(({ mapping, remembered }) => [mapping, remembered])).toEqual([
      ['email', true],
      ['groups_add', true],
    ])
  })

  it('compares its rows with the directory again on request, and keeps fixes and exclusions', async () => {
    const id = await upload('Email,Add groups\nnew@example.com,Suport\nana@example.com,Support\n')
    await fixRows(deps, id, { kind: 'cells', cells: [{ row: 2, column: 1, value: 'Support' }] })
    await fixRows(deps, id, { kind: 'rows', rows: [3], excluded: true })
    expect((await entry(id)).counts).toMatchObject({ errors: 1, ready: 0, excluded: 1 })
    const before = (await entry(id)).checkedAt ?? ''
    const since = { ...deps, directory: { ...deps.directory, byIdentifiers: knowing('new') } }
    await correctUpload(since, id, { checkAgain: true })
    expect(sent.at(-1)).toEqual({ name: recheckUploadWork, data: { uploadId: id } })
    await recheckUpload(since, id, go)
    expect(await entry(id)).toMatchObject({ state: 'checked', counts: { errors: 0, ready: 1, excluded: 1 } })
    expect((await entry(id)).checkedAt ?? '').not.toBe('')
    expect(((await entry(id)).checkedAt ?? '') >= before).toBe(true)
    const refused = await upload('')
    await expect(correctUpload(deps, refused, { checkAgain: true })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('reads the file again when its encoding is corrected', async () => {
    const id = await upload(Buffer.from('Email,First Name\nana@example.com,Zo\xeb\n', 'latin1'))
    expect((await entry(id)).detected.encoding).toBe('windows-1252')
    await correctUpload(deps, id, { encoding: 'utf-8' })
    expect(sent.at(-1)).toMatchObject({ name: readUploadWork, data: { readOptions: { encoding: 'utf-8' } } })
  })

  it("detects the bodies of Kore.ai's endpoints", async () => {
    const update = JSON.stringify({
      users: [
        {
          userInfo: { emailId: 'ana@example.com' },
          groups: { addTo: ['e-1'] },
          roles: { removeFrom: [{ roleId: tester, botId: 'st-1' }] },
          canCreateBot: true,
          isDeveloper: true,
        },
      ],
    })
    const first = await planned(await upload(update, 'update.json'))
    expect(first).toMatchObject([
      {
        change: {
          kind: 'update',
          groups: { add: ['e-1'] },
          roles: { remove: [{ roleId: tester, botId: 'st-1' }] },
          canCreateBot: true,
          isDeveloper: true,
        },
        blockers: [],
      },
    ])
    const erase = JSON.stringify({ userIds: ['u-575eccca-6ee5-566d-8769-658026135065'], RemoveDataFromAllBots: true })
    expect(await planned(await upload(erase, 'erase.json'))).toMatchObject([
      { identifier: { by: 'userId' }, change: { kind: 'erase', scope: { kind: 'all_bots' } }, blockers: [] },
    ])
    expect(
      await planned(await upload(JSON.stringify({ deleteEmailIds: ['ben@example.com'] }), 'remove.json')),
    ).toMatchObject([{ change: { kind: 'remove' } }])
  })

  it('refuses a file with a message that names it', async () => {
    expect(await entry(await upload(`${'a,'.repeat(300)}\n`, 'broken.csv'))).toMatchObject({
      state: 'refused',
      problem: expect.stringMatching(/^broken\.csv: Line 1 has values in more than 256 columns/),
    })
  })

  it('skips the rows that a report marks as done and that still are', async () => {
    const id = await upload(
      'Email ID,Developer,Muster outcome\nana@example.com,no,changed\nben@example.com,yes,failed\n',
    )
    expect(await entry(id)).toMatchObject({
      detected: { recognizedAs: 'muster_report' },
      counts: { rows: 2, ready: 1, done: 1 },
    })
    expect((await planned(id)).map(({ row }) => row)).toEqual([3])
  })

  it('reads again from the start after an interruption, and ignores the writes of the old attempt', async () => {
    const id = await upload('Email,Developer\nana@example.com,yes\n')
    const old = await deps.rows.beginReading(id, null)
    await deps.store.update(id, { state: 'reading' })
    await readUpload(deps, { uploadId: id, readOptions: {} }, go)
    expect(await deps.rows.keepBlocks(id, old, [])).toBe(false)
    expect((await entry(id)).counts.rows).toBe(1)
  })

  it('is tied to its plan during planning, and reopened by a fix', async () => {
    const id = await upload('Email,Developer\nana@example.com,yes\n')
    await tieToPlan(deps, id, 'p-1')
    expect(await entry(id)).toMatchObject({ state: 'planned', planId: 'p-1' })
    await freeFromPlan(deps, id, 'another plan')
    expect((await entry(id)).state).toBe('planned')
    await freeFromPlan(deps, id, 'p-1')
    await tieToPlan(deps, id, 'p-2')
    await freeFromPlan(deps, id, 'p-2')
    expect(await entry(id)).toMatchObject({ state: 'checked', planId: null })
    await deps.store.update(id, { state: 'reading' })
    await expect(tieToPlan(deps, id, 'p-3')).rejects.toThrow(/still being read/)
  })

  it('stays frozen while its plan is begun, and is reopened if that was interrupted', async () => {
    const id = await upload('Email,Developer\nana@example.com,yes\n')
    const edit = () => fixRows(deps, id, { kind: 'cells', cells: [{ row: 2, column: 1, value: 'no' }] })
    await tieToPlan(deps, id, newId())
    await expect(edit()).rejects.toThrow(/plan/)
    await deps.upkeep.unfinished(Date.now() - longestBeginMs)
    expect((await entry(id)).state).toBe('planned')

    await tieToPlan(deps, id, idsFrom(Date.now() - longestBeginMs - 1000))
    await edit()
    expect(await entry(id)).toMatchObject({ state: 'checked', planId: null })
    await tieToPlan(deps, id, idsFrom(Date.now() - longestBeginMs - 1000))
    await deps.upkeep.unfinished(Date.now() - longestBeginMs)
    expect(await entry(id)).toMatchObject({ state: 'checked', planId: null })
  })

  it('is checked again once, whatever is requested at the same time', async () => {
    const id = await upload(`Email,Developer\n${'ana@example.com,perhaps\n'.repeat(2100)}`)
    const [{ key: issue } = { key: '' }] = (await entry(id)).issues
    const requests: ((to: UploadDeps) => Promise<unknown>)[] = [
      (to) => correctUpload(to, id, { checkAgain: true }),
      (to) => correctUpload(to, id, { columns: [{ index: 1, mapping: 'ignore', blank: 'keep' }] }),
      (to) => correctUpload(to, id, { headerRow: 1 }),
      (to) => fixRows(to, id, { kind: 'issue', issue, replaceWith: 'yes' }),
    ]
    for (const request of requests)
      for (const other of requests) {
        sent.length = 0
        // The second request found the upload before the first one began its work.
        const seen = await findUpload(deps, id)
        await request(deps)
        const { state, columns } = await findUpload(deps, id)
        const late = { ...deps, store: { ...deps.store, get: async () => seen } }
        await expect(other(late)).rejects.toMatchObject({ code: 'conflict' })
        expect(sent).toHaveLength(1)
        expect(await findUpload(deps, id)).toMatchObject({ state, columns })
        await deps.store.update(id, { state: 'checked', columns: seen.columns })
      }
  })

  it('is deleted with its bytes when it is old, and so is an interrupted upload', async () => {
    const id = await upload('Email,Developer\nana@example.com,yes\n')
    await deps.files.keep(idsFrom(Date.now() - 2 * 60 * 60 * 1000), Readable.from([Buffer.from('cut')]), 100)
    const at = (now: number) => ({ upkeep: deps.upkeep, clock: { ...systemClock, now: () => now } })
    // This spec creates its uploads at time zero.
    expect(await sweepUploads(at(30 * 86_400_000), 30)).toBe(0)
    await deps.store.update(id, { state: 'checking' })
    expect(await sweepUploads(at(Date.now()), 30)).toBe(0)
    await deps.store.update(id, { state: 'checked' })
    expect(await sweepUploads(at(Date.now()), 30)).toBe(1)
    expect(await deps.store.get(id)).toBeNull()
    expect(await deps.files.lend(id, async (path) => (await stat(path)).size)).toBe(0)
  })
})
