import type { AuditLine } from '@muster/core/audit/audit-line'
import { message } from '@muster/wording/message'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlAuditLog } from './audit-log.ts'
import { createSqlAuditStore } from './audit-store.ts'

const changed = (userId: string, label: string): AuditLine => ({
  action: 'user.changed',
  actor: 'ana@example.com',
  subject: { userId, label },
  sentence: message('audit.not_changed', { user: label, why: 'x' }),
})
const email = (value: string) => ({ by: 'email' as const, value })
const id = (value: string) => ({ by: 'id' as const, value })
const plain = (actor: string, sentence: string): AuditLine => ({ action: 'plan.made', actor, sentence })

describeOnEachStorage('the erasure of a person from the audit', (open) => {
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
    expect(await store.named(email('nil@example.com'))).toEqual({ entries: 0, requests: 0 })
    const confirmed = await store.named(email('Ben@example.com'))
    expect(confirmed).toEqual({ entries: 4, requests: 0 })
    const erasure = { person: email('ben@example.com'), actor: 'dpo@example.com', at: 0 }
    expect(await store.erase({ ...erasure, confirmed: { entries: 3, requests: 0 } })).toBeNull()
    expect(await store.erase({ ...erasure, confirmed })).toEqual(confirmed)
    const { items } = await store.list({}, { before: null, limit: 10, fold: false })
    expect(items.map(({ actor, sentence, erased }) => [actor, sentence, erased])).toEqual([
      ['dpo@example.com', 'A person was erased from 4 entries of the audit and 0 erasures', false],
      ['', 'A member signed in', true],
      ['ana@example.com', '', true],
      ['ana@example.com', '', true],
      ['ana@example.com', 'Ben (ben@example.com.au) was not changed: x', false],
      ['ana@example.com', 'Reuben (reuben@example.com) was not changed: x', false],
      ['ana@example.com', '', true],
    ])
    expect(items[0]?.sentenceMessage?.facts).toMatchObject({ positions: [1, 4, 5, 6], older: [] })
    expect(await store.verify([], new AbortController().signal)).toMatchObject({ intact: true, erased: 4 })
    expect(await store.named(email('ben@example.com'))).toEqual({ entries: 0, requests: 0 })
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
    const store = createSqlAuditStore(db)
    for (const word of ['code', 'facts', 'actor', 'entries', 'users', 'Muster', 'audit.person_erased', 'x'])
      expect(await store.named(id(word))).toEqual({ entries: 0, requests: 0 })
    expect(await store.named(id('100'))).toEqual({ entries: 1, requests: 0 })
    expect(await store.named(id('B-7'))).toEqual({ entries: 1, requests: 0 })
  })

  test('knows a current member by address, by name and by the ID of their user', async () => {
    const { db } = await open()
    await sql`insert into members (id, email, name, role, created_at)
      values ('m-1', 'Ana@example.com', 'Anastasia', 'approver', now())`.execute(db)
    await createSqlAuditLog(db).append(changed('u-1', 'ana@example.com'), changed('u-2', 'diana@example.com'))
    const { isMember } = createSqlAuditStore(db)
    expect(await Promise.all([email('ANA@example.com'), id('anastasia'), id('u-1')].map(isMember))).toEqual([
      true,
      true,
      true,
    ])
    expect(await Promise.all([email('diana@example.com'), id('u-2')].map(isMember))).toEqual([false, false])
  })
})
