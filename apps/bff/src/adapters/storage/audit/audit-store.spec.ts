import { createHash } from 'node:crypto'
import type { AuditLine } from '@muster/core/audit/audit-line'
import { message } from '@muster/wording/message'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { withAuditOrigin, withoutAuditOrigin } from '../../../audit-origin.ts'
import { createSqlPersonStore } from '../person/erase-person.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { appendAudit, createSqlAuditLog } from './audit-log.ts'
import { createSqlAuditStore, userHistory } from './audit-store.ts'
import { createChainWalk } from './chain-walk.ts'
import { erasureAction, erasureMessage } from './erasure-record.ts'

const draft = (n: number, more: Partial<AuditLine> = {}): AuditLine => ({
  action: 'user.changed',
  actor: 'ana@example.com',
  subject: { userId: `u-${n % 3}`, label: `Ben ${n}` },
  sentence: `Ana gave Ben ${n} Tester on Billing`,
  outcome: 'changed',
  jobId: 'j-1',
  ...more,
})
const signal = new AbortController().signal

describeOnEachStorage('the audit', (open) => {
  test('remains one verifiable chain under 20 concurrent writers', async () => {
    const { db } = await open()
    const writers = Array.from({ length: 20 }, (_, n) =>
      db.transaction().execute((trx) => appendAudit(trx, [draft(n), draft(n + 100)])),
    )
    await Promise.all(writers)
    expect(await createSqlAuditStore(db).verify([], signal)).toMatchObject({
      intact: true,
      entries: 40,
      firstBad: null,
    })
  })

  test('chains entries with any characters', async () => {
    const { db } = await open()
    const odd = Array.from({ length: 0x2100 }, (_, code) => String.fromCharCode(code)).join('')
    const texts = [odd, '"\\/\b\f\n\r\t', '\u2028 \u{1F600} e\u0301', 'half \ud800', '']
    const lines = texts.flatMap((text, n) => [
      draft(n, { actor: text.slice(0, 300), sentence: text, subject: { userId: text.slice(0, 300), label: text } }),
      draft(n, { subject: null, outcome: null, jobId: null, sentence: text }),
    ])
    await createSqlAuditLog(db).append(...lines)
    expect(await createSqlAuditStore(db).verify([], signal)).toMatchObject({ intact: true, entries: lines.length })
  })

  test('rolls back with the transaction it belongs to', async () => {
    const { db } = await open()
    const failing = db.transaction().execute(async (trx) => {
      await appendAudit(trx, [draft(1)])
      throw new Error('the act failed')
    })
    await expect(failing).rejects.toThrow('the act failed')
    expect(await createSqlAuditStore(db).verify([], signal)).toEqual({
      intact: true,
      entries: 0,
      head: null,
      firstBad: null,
      fault: null,
      erased: 0,
      anchor: null,
    })
  })

  test('cannot be changed, deleted or emptied', async () => {
    const { db } = await open()
    await createSqlAuditLog(db).append(draft(1))
    await expect(sql`update audit_entries set actor = 'x'`.execute(db)).rejects.toThrow('append-only')
    await expect(sql`delete from audit_entries`.execute(db)).rejects.toThrow('append-only')
    await expect(sql`truncate audit_entries`.execute(db)).rejects.toThrow('append-only')
  })

  test.each([
    ['an edit', sql`update audit_entries set sentence = 'nothing happened' where seq = 3`, 3],
    ['a deletion', sql`delete from audit_entries where seq = 4`, 4],
    [
      'a swap',
      sql`update audit_entries set seq = case seq when 2 then -5 when 5 then 2 else seq end where seq in (2, 5)`,
      2,
    ],
    ['a cut tail', sql`delete from audit_entries where seq > 4`, 5],
    ['a changed time', sql`update audit_entries set at = at + interval '1 ms' where seq = 6`, 6],
  ])('detects %s by someone with write access to the tables', async (_what, tamper, firstBad) => {
    const { db } = await open()
    await createSqlAuditLog(db).append(...[1, 2, 3, 4, 5, 6].map((n) => draft(n)))
    await sql`alter table audit_entries disable trigger all`.execute(db)
    await tamper.execute(db)
    expect(await createSqlAuditStore(db).verify([], signal)).toMatchObject({ intact: false, firstBad })
  })

  test('stores hostile text and still verifies', async () => {
    const { db } = await open()
    await createSqlAuditLog(db).append(
      draft(1, { sentence: 'nul \0, half \ud800, bidi \u202e', actor: "o'; drop table--" }),
    )
    const { items } = await createSqlAuditStore(db).list({}, { before: null, limit: 10, fold: false })
    expect(items[0]?.sentence).toBe('nul \uFFFD, half \uFFFD, bidi [U+202E]')
    expect(await createSqlAuditStore(db).verify([], signal)).toMatchObject({ intact: true, entries: 1 })
  })

  test('keeps the code and the facts of a sentence beside it, in the chain', async () => {
    const { db } = await open()
    const sentence = message('audit.job_paused', { actor: 'Ana', title: message('title.remove', { count: 2 }) })
    await createSqlAuditLog(db).append(draft(1), draft(2, { sentence }))
    const store = createSqlAuditStore(db)
    const { items } = await store.list({}, { before: null, limit: 10, fold: false })
    expect(items).toMatchObject([
      { sentence: 'Ana paused "remove 2 users"', sentenceMessage: sentence },
      { sentence: 'Ana gave Ben 1 Tester on Billing', sentenceMessage: null },
    ])
    expect(await store.verify([], signal)).toMatchObject({ intact: true, entries: 2 })
    await sql`alter table audit_entries disable trigger all`.execute(db)
    await sql`update audit_entries set message = replace(message, '2', '3') where seq = 2`.execute(db)
    expect(await store.verify([], signal)).toMatchObject({ intact: false, firstBad: 2 })
  })

  test('pages newest first, by filter', async () => {
    const { db } = await open()
    await createSqlAuditLog(db).append(...[1, 2, 3, 4, 5, 6, 7].map((n) => draft(n)))
    await createSqlAuditLog(db).append(
      draft(8, { action: 'job.finished', subject: null, jobId: 'j-2', sentence: '100% done_' }),
    )
    const store = createSqlAuditStore(db)
    const first = await store.list({ jobId: 'j-1' }, { before: null, limit: 3, fold: false })
    expect(first.items.map((entry) => entry.seq)).toEqual([7, 6, 5])
    const rest = await store.list({ jobId: 'j-1' }, { before: first.next, limit: 10, fold: false })
    expect(rest).toMatchObject({ next: null, items: [{ seq: 4 }, { seq: 3 }, { seq: 2 }, { seq: 1 }] })
    expect((await store.list({ q: '100% DONE_' }, { before: null, limit: 9, fold: false })).items).toHaveLength(1)
    expect((await store.list({ q: '%' }, { before: null, limit: 9, fold: false })).items).toHaveLength(1)
    expect(
      (await store.list({ from: '2999-01-01T00:00:00Z' }, { before: null, limit: 9, fold: false })).items,
    ).toHaveLength(0)
    expect((await userHistory(db, 'u-1')).map((entry) => entry.seq)).toEqual([7, 4, 1])
  })

  test('keeps the origin of a request, and none for the work after it', async () => {
    const { db } = await open()
    const log = createSqlAuditLog(db)
    await withAuditOrigin({ token: 'nightly', address: '192.0.2.7', session: 'abc' }, async () => {
      await log.append(draft(1))
      await withoutAuditOrigin(() => log.append(draft(2)))
    })
    const { items } = await createSqlAuditStore(db).list({}, { before: null, limit: 10, fold: false })
    expect(items).toMatchObject([
      { token: null, address: null, session: null },
      { token: 'nightly', address: '192.0.2.7', session: 'abc' },
    ])
  })

  test('erases actors and subjects, and nothing else; the chain matches once an entry records it', async () => {
    const { db } = await open()
    await createSqlAuditLog(db).append(draft(1), draft(2), draft(3))
    await sql`select audit_erase_subjects(array[2]::bigint[])`.execute(db)
    await sql`select audit_erase_actors(array[3]::bigint[])`.execute(db)
    const store = createSqlAuditStore(db)
    const { items } = await store.list({}, { before: null, limit: 10, fold: false })
    expect(items).toMatchObject([
      { actor: '', sentence: 'Ana gave Ben 3 Tester on Billing', erased: true },
      { actor: 'ana@example.com', sentence: '', subject: null, outcome: 'changed', erased: true },
      { actor: 'ana@example.com', erased: false },
    ])
    // The functions alone are open to the role of Muster: without a record they change the audit.
    expect(await store.verify([], signal)).toMatchObject({ intact: false, fault: 'changed', firstBad: 2 })
    const count = { entries: 2, requests: 0, cases: 0, plans: 0, jobs: 0, files: 0, others: 0 }
    await createSqlAuditLog(db).append(draft(4, { action: erasureAction, sentence: erasureMessage(count, [2, 3], []) }))
    expect(await store.verify([], signal)).toMatchObject({ intact: true, entries: 4, erased: 2 })
    await expect(
      sql`update audit_entries set sentence = '', subject_user_id = null, subject_label = null, subject_salt = null,
        message = null, outcome = 'failed' where seq = 1`.execute(db),
    ).rejects.toThrow('append-only')
    await expect(sql`update audit_entries set actor = 'mallory' where seq = 1`.execute(db)).rejects.toThrow(
      'append-only',
    )
  })

  test('verifies and erases entries that are older than commitments', async () => {
    const { db } = await open()
    const hash = createHash('sha256')
      .update(
        `\n${JSON.stringify([1, '2026-01-02T03:04:05.678Z', 'plan.made', 'old@example.com', null, null, 'Ana made a plan', null, null])}`,
      )
      .digest('hex')
    await sql`insert into audit_entries (seq, at, action, actor, sentence, prev_hash, hash)
      values (1, '2026-01-02T03:04:05.678Z', 'plan.made', 'old@example.com', 'Ana made a plan', '', ${hash})`.execute(
      db,
    )
    await sql`update audit_head set seq = 1, hash = ${hash}`.execute(db)
    await createSqlAuditLog(db).append(draft(2))
    const store = createSqlAuditStore(db)
    expect(await store.verify([], signal)).toMatchObject({ intact: true, entries: 2, erased: 0 })
    const person = { by: 'email' as const, value: 'old@example.com' }
    const persons = createSqlPersonStore(db, () => {})
    const { count: confirmed } = await persons.named(person, signal)
    expect(confirmed).toMatchObject({ entries: 1 })
    const erasure = { person, confirmed, actor: 'dpo@example.com', at: 0 }
    expect(await persons.erase(erasure, signal)).toMatchObject({ count: confirmed })
    expect(await store.verify([], signal)).toMatchObject({ intact: true, entries: 3, erased: 1 })
    await sql`alter table audit_entries disable trigger all`.execute(db)
    await sql`update audit_entries set action = 'user.removed' where seq = 1`.execute(db)
    expect(await store.verify([], signal)).toMatchObject({ intact: false, fault: 'changed', firstBad: 1, entries: 0 })
  })

  test('folds the entries of a job to the newest that matches, across pages', async () => {
    const { db } = await open()
    const log = createSqlAuditLog(db)
    const free = { subject: null, jobId: null, sentence: 'Ana signed in', action: 'session.signed_in' } as const
    await log.append(
      draft(1),
      draft(2),
      draft(3, free),
      draft(4, { jobId: 'j-2' }),
      draft(5),
      draft(6, { jobId: 'j-2' }),
    )
    await log.append(draft(7, { jobId: 'j-3' }))
    const store = createSqlAuditStore(db)
    const first = await store.list({}, { before: null, limit: 2, fold: true })
    expect(first.items).toMatchObject([
      { seq: 7, folded: null },
      { seq: 6, folded: { entries: 2 } },
    ])
    const rest = await store.list({}, { before: first.next, limit: 5, fold: true })
    expect(rest).toMatchObject({
      next: null,
      items: [
        { seq: 5, folded: { entries: 3 } },
        { seq: 3, folded: null },
      ],
    })
    const ofOne = await store.list({ target: 'ben 2' }, { before: null, limit: 5, fold: true })
    expect(ofOne.items).toMatchObject([{ seq: 2, folded: null }])
  })

  test('exports every entry once, oldest first, with all that its verification needs', async () => {
    const { db } = await open()
    const log = createSqlAuditLog(db)
    for (let n = 0; n < 1100; n += 100) await log.append(...Array.from({ length: 100 }, (_, i) => draft(n + i)))
    const walk = createChainWalk([])
    for await (const entries of createSqlAuditStore(db).exported({}))
      for (const { chained } of entries) expect(walk.take(chained)).toBe(true)
    expect(walk.result()).toMatchObject({ intact: true, entries: 1100 })
  })
})
