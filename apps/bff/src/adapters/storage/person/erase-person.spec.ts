import type { AuditLine } from '@muster/core/audit/audit-line'
import { message } from '@muster/wording/message'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { anItem, aUser } from '../../../engine/testing/an-item.ts'
import { createSqlAuditLog } from '../audit/audit-log.ts'
import { createSqlAuditStore } from '../audit/audit-store.ts'
import type { Db } from '../database/storage.ts'
import { createSqlJobReader } from '../jobs/jobs-read-store.ts'
import { aJob } from '../testing/a-job.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlPersonStore } from './erase-person.ts'

const changed = (userId: string, label: string): AuditLine => ({
  action: 'user.changed',
  actor: 'ana@example.com',
  subject: { userId, label },
  sentence: message('audit.not_changed', { user: label, why: 'x' }),
})
const email = (value: string) => ({ by: 'email' as const, value })
const id = (value: string) => ({ by: 'id' as const, value })
const plain = (actor: string, sentence: string): AuditLine => ({ action: 'plan.made', actor, sentence })

const nothing = { entries: 0, requests: 0, cases: 0, plans: 0, jobs: 0, files: 0, others: 0 }
const { signal } = new AbortController()

/** Counts and erases as the routes do. */
function eraserOf(db: Db) {
  const store = createSqlPersonStore(db, () => {})
  type Person = Parameters<typeof store.named>[0]
  return {
    ...store,
    count: async (person: Person) => (await store.named(person, signal)).count,
    erase: (person: Person, confirmed: typeof nothing) =>
      store.erase({ person, confirmed, actor: 'dpo@example.com', at: 0 }, signal),
  }
}

const done = (db: Db, jobId: string) =>
  sql`with ended as (update job_items set state = 'settled', outcome = 'changed' where job_id = ${jobId})
    update jobs set state = 'done', finished_at = now(), changed = total where id = ${jobId}`.execute(db)

/** All rows of all tables as text. */
async function dumpOf(db: Db): Promise<string> {
  const tables = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db)
  const texts: string[] = []
  for (const { name } of tables.rows) {
    const { rows } = await sql<{
      text: string
    }>`select row_to_json(t)::text as text from ${sql.table(name)} as t`.execute(db)
    texts.push(...rows.map(({ text }) => `${name} ${text}`))
  }
  return texts.join('\n')
}

/** Files without rows, of which two name Ben. */
const files = [
  { id: 'f-1', name: 'leaver ben@example.com.csv', problem: null, state: 'planned' },
  { id: 'f-2', name: 'b.csv', problem: 'Row 2 has BEN@example.com twice.', state: 'refused' },
  { id: 'f-3', name: 'of another.csv', problem: null, state: 'refused' },
]

describeOnEachStorage('the erasure of a person', (open) => {
  test('erases every entry that names them and no other, and the chain still verifies', async () => {
    const { db } = await open()
    const log = createSqlAuditLog(db)
    await log.append(
      changed('u-1', 'Ben (ben@example.com)'),
      changed('u-2', 'Reuben (reuben@example.com)'),
      changed('u-3', 'Ben (ben@example.com.au)'),
      plain('ana@example.com', 'Ana made a plan for BEN@example.com.'),
      // Found by the ID that other entries have beside the email.
      changed('u-1', 'Ben Tester'),
      plain('ben@example.com', 'A member signed in'),
    )
    const store = createSqlAuditStore(db)
    const eraser = eraserOf(db)
    expect(await eraser.count(email('nil@example.com'))).toEqual(nothing)
    const confirmed = await eraser.count(email('Ben@example.com'))
    expect(confirmed).toEqual({ ...nothing, entries: 4 })
    expect(await eraser.erase(email('ben@example.com'), { ...nothing, entries: 3 })).toBeNull()
    expect(await eraser.erase(email('ben@example.com'), confirmed)).toMatchObject({ count: confirmed })
    const { items } = await store.list({}, { before: null, limit: 10, fold: false })
    expect(items.map(({ actor, sentence, erased }) => [actor, sentence, erased])).toEqual([
      ['dpo@example.com', expect.stringContaining('erased from 4 entries of the audit, 0 erasures'), false],
      ['', 'A member signed in', true],
      ['ana@example.com', '', true],
      ['ana@example.com', '', true],
      ['ana@example.com', 'Ben (ben@example.com.au) was not changed: x', false],
      ['ana@example.com', 'Reuben (reuben@example.com) was not changed: x', false],
      ['ana@example.com', '', true],
    ])
    expect(items[0]?.sentenceMessage?.facts).toMatchObject({ positions: [1, 4, 5, 6], older: [] })
    expect(await store.verify([], new AbortController().signal)).toMatchObject({ intact: true, erased: 4 })
    expect(await eraser.count(email('ben@example.com'))).toEqual(nothing)
    const rows = JSON.stringify(await db.selectFrom('audit_entries').selectAll().execute())
    expect(rows).not.toMatch(/(?<!reu)ben@example\.com(?!\.au)/i)
  })

  test('finds an ID only as the user of an entry, not as a word, a number, a key or an actor', async () => {
    const { db } = await open()
    const sentence = message('audit.person_erased', { entries: 100, requests: 0 })
    await createSqlAuditLog(db).append(
      changed('100', 'Ben Tester'),
      changed('u-2', 'Ana'),
      { action: 'audit.person_erased', actor: 'Muster', sentence },
      plain('Muster', 'Muster read the code and the facts of 100 users'),
      { action: 'plan.made', actor: 'Muster', sentence: message('audit.not_verified', { user: 'B-7' }) },
    )
    const eraser = eraserOf(db)
    for (const word of ['code', 'facts', 'actor', 'entries', 'users', 'Muster', 'audit.person_erased', 'x'])
      expect(await eraser.count(id(word))).toEqual(nothing)
    expect(await eraser.count(id('100'))).toEqual({ ...nothing, entries: 1 })
    expect(await eraser.count(id('B-7'))).toEqual({ ...nothing, entries: 1 })
  })

  test('knows a current member by address, by name and by the ID of their user', async () => {
    const { db } = await open()
    await sql`insert into members (id, email, name, role, created_at)
      values ('m-1', 'Ana@example.com', 'Anastasia', 'approver', now())`.execute(db)
    await createSqlAuditLog(db).append(changed('u-1', 'ana@example.com'), changed('u-2', 'diana@example.com'))
    const { isMember } = eraserOf(db)
    expect(await Promise.all([email('ANA@example.com'), id('anastasia'), id('u-1')].map(isMember))).toEqual([
      true,
      true,
      true,
    ])
    expect(await Promise.all([email('diana@example.com'), id('u-2')].map(isMember))).toEqual([false, false])
  })

  test('empties their item of an ended job, and leaves the items of others and a job that runs', async () => {
    const { db } = await open()
    const [ben, ana] = [aUser(1, { email: 'ben@example.com', lastName: 'Tester' }), aUser(2)]
    const warned = { code: 'row_invalid', details: { user: 'ben@example.com' } } as const
    const items = [anItem(1, ben, 'update'), anItem(2, ana, 'update', { warnings: [warned] })]
    const [ended, running] = [await aJob(db, items), await aJob(db, items)]
    await done(db, ended)
    const reader = createSqlJobReader(db, 1000)
    const eraser = eraserOf(db)
    const found = await eraser.named(email('ben@example.com'), signal)
    expect(found).toMatchObject({ count: { ...nothing, jobs: 1 }, remaining: { running: 1 } })
    expect(await eraser.erase(email('ben@example.com'), found.count)).not.toBeNull()
    const page = await reader.items(ended, { afterSeq: 0, limit: 10 })
    expect(page[0]).toMatchObject({ user: null, identifier: { value: '-' }, before: null, outcome: 'changed' })
    expect(page[1]).toMatchObject({ user: { id: 'u-2' }, warnings: [{ details: { user: '-' } }] })
    expect(page[1]?.before).not.toBeNull()
    expect(JSON.stringify(page)).not.toMatch(/ben@|"u-1"|Tester/)
    expect(JSON.stringify(await reader.items(running, { afterSeq: 0, limit: 10 }))).toContain('ben@example.com')
    expect(await eraser.count(email('ben@example.com'))).toEqual(nothing)
    expect(await reader.get(ended)).toMatchObject({ canUndo: true })
    const alone = await aJob(db, [anItem(1, ben, 'update')])
    await done(db, alone)
    await eraser.erase(email('ben@example.com'), { ...nothing, jobs: 1 })
    expect(await reader.get(alone)).toMatchObject({ canUndo: false })
  })

  test('counts the files that have parts without rows, which it does not search', async () => {
    const { db } = await open()
    const parts = [
      ['checked', '{"format": "csv", "headerRow": 1}'],
      ['checked', '{"format": "csv", "headerRow": 3}'],
      ['planned', '{"format": "xlsx", "headerRow": 1}'],
      ['refused', '{"format": "csv", "headerRow": 0}'],
      ['reading', '{"format": "csv", "headerRow": 0}'],
    ] as const
    for (const [n, [state, detected]] of parts.entries()) {
      await sql`insert into uploads (id, file_name, bytes, state, progress, detected, columns, created_by, created_by_id, created_at)
        values (${`f-${n}`}, 'a', 1, ${state}, '{}', ${detected}::jsonb, '[]', 'Ana', 'm-1', now())`.execute(db)
      await sql`insert into upload_chunks (upload_id, seq, bytes) values (${`f-${n}`}, 1, 'x')`.execute(db)
    }
    const unsearched = async () => (await eraserOf(db).named(email('ben@example.com'), signal)).unsearched
    expect(await unsearched()).toBe(4)
    // Its bytes are gone, or it is erased itself.
    await sql`delete from upload_chunks where upload_id = 'f-3'`.execute(db)
    await sql`update uploads set file_name = 'ben@example.com.xlsx' where id = 'f-2'`.execute(db)
    expect(await unsearched()).toBe(2)
  })

  test('leaves no trace of a former member and data subject in any table', async () => {
    const { db } = await open()
    const job = await aJob(db, [anItem(1, aUser(1), 'update')])
    await done(db, job)
    await sql`update jobs set created_by = 'Ben@example.com', resolved_note = 'answered ben@example.com'`.execute(db)
    const facts = { changes: 'Support', users: 'Ben Titled', email: 'ben@example.com', user: 'u-1' }
    const named = JSON.stringify({ code: 'title.changes_of', facts })
    for (const table of ['jobs', 'plans'])
      await sql`update ${sql.table(table)} set title = 'Support · Ben Titled', title_message = ${named}::jsonb`.execute(
        db,
      )
    expect(await eraserOf(db).count(id('u-1'))).toMatchObject({ others: 2 })
    await sql`update plans set name = 'Leaver ben@example.com.xlsx'`.execute(db)
    await sql`insert into approvals (plan_id, hash, state, requested_by, requested_by_id, requested_at)
      select plan_id, 'h', 'approved', 'ben@example.com', 'm-2', now() from jobs`.execute(db)
    await sql`insert into approval_events (plan_id, seq, at, actor, kind, comment)
      select plan_id, 1, now(), 'ben@example.com', 'commented', 'BEN@example.com has left' from jobs`.execute(db)
    const people = JSON.stringify([email('ben@example.com'), email('cleo@example.com')])
    await sql`insert into erasure_cases (id, reference, requester, people, received_at, due_at, closed_at, closed_by,
        closing_note, opened_by, opened_at)
      values ('c-1', 'DSR-1', 'ben@example.com', ${people}::jsonb, now(), now(), now(), 'ana@example.com', 'response',
        'ben@example.com', now()),
        ('c-2', 'DSR-2', 'Counsel', '[{"by": "email", "value": "cleo@example.com"}]', now(), now(), now(), 'ana@example.com',
        'response', 'ana@example.com', now())`.execute(db)
    await sql`insert into roles (id, name, permissions, created_at, created_by)
      values ('r-1', 'Night shift', '[]', now(), 'ben@example.com')`.execute(db)
    const detail = { code: 'x', facts: { user: 'ben@example.com' } }
    const notices = [
      { kind: 'job.failed', detail, actor: 'Muster', author: null },
      { kind: 'approval.rejected', detail, actor: 'ben@example.com', author: 'cleo@example.com' },
      { kind: 'approval.expired', detail, actor: 'Muster', author: 'Ben@example.com' },
    ]
    for (const [n, notice] of notices.entries())
      await sql`insert into notice_deliveries (id, destination, kind, notice, made_at, next_at)
        values (${`n-${n}`}, 'slack', ${notice.kind}, ${JSON.stringify(notice)}::jsonb, now(), now())`.execute(db)
    const kept = JSON.stringify({ code: 'erasure.kept_by', facts: { member: 'ben@example.com' } })
    await sql`insert into erasures (id, state, scope, scope_text, requested_by, requested_at, finished_at, reason, reason_message)
      values ('er-1', 'unknown', '{}', '', 'Ben@example.com', now(), now(), 'Kept as unknown by ben@example.com',
        ${kept}::jsonb)`.execute(db)
    for (const { id: file, name, problem, state } of files)
      await sql`insert into uploads (id, file_name, bytes, state, problem, progress, detected, columns, created_by, created_by_id,
          created_at)
        values (${file}, ${name}, 1, ${state}, ${problem}, '{}', '{}', '[]', 'Ben@example.com', 'm-2', now())`.execute(
        db,
      )
    await createSqlAuditLog(db).append(changed('u-9', 'ben@example.com'))
    const eraser = eraserOf(db)
    expect(await dumpOf(db)).toMatch(/ben@example/i)
    const count = await eraser.count(email('ben@example.com'))
    expect(count).toMatchObject({ entries: 1, cases: 1, files: 2 })
    expect(await eraser.erase(email('ben@example.com'), count)).not.toBeNull()
    expect(await dumpOf(db)).not.toContain('Ben Titled')
    const dump = await dumpOf(db)
    expect(dump).not.toMatch(/ben@example/i)
    expect(await eraser.count(email('ben@example.com'))).toEqual(nothing)
    // Two cases, and the author of the notice about a plan that Ben rejected.
    expect(dump.match(/cleo@example\.com/g)).toHaveLength(3)
    expect(dump).toContain('Counsel')
    expect(dump).toContain('of another.csv')
    expect(await createSqlAuditStore(db).verify([], signal)).toMatchObject({ intact: true })
  })
})
