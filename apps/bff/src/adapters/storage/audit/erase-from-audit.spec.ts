import type { AuditLine } from '@muster/core/audit/audit-line'
import { message } from '@muster/wording/message'
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
    expect(await store.named('nil@example.com')).toEqual({ entries: 0, requests: 0 })
    const confirmed = await store.named('Ben@example.com')
    expect(confirmed).toEqual({ entries: 4, requests: 0 })
    const erasure = { name: 'ben@example.com', actor: 'dpo@example.com', at: 0 }
    expect(await store.erase({ ...erasure, confirmed: { entries: 3, requests: 0 } })).toBeNull()
    expect(await store.erase({ ...erasure, confirmed })).toEqual(confirmed)
    const { items } = await store.list({}, { before: null, limit: 10, fold: false })
    expect(items.map(({ actor, sentence, erased }) => [actor, sentence, erased])).toEqual([
      ['dpo@example.com', 'dpo@example.com erased a person from 4 entries of the audit and 0 erasures', false],
      ['', 'A member signed in', true],
      ['ana@example.com', '', true],
      ['ana@example.com', '', true],
      ['ana@example.com', 'Ben (ben@example.com.au) was not changed: x', false],
      ['ana@example.com', 'Reuben (reuben@example.com) was not changed: x', false],
      ['ana@example.com', '', true],
    ])
    expect(await store.verify([], new AbortController().signal)).toMatchObject({ intact: true, erased: 4 })
    expect(await store.named('ben@example.com')).toEqual({ entries: 0, requests: 0 })
    const rows = JSON.stringify(await db.selectFrom('audit_entries').selectAll().execute())
    expect(rows).not.toMatch(/(?<!reu)ben@example\.com(?!\.au)/i)
  })
})
