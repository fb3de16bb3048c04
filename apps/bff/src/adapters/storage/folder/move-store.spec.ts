import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createBudgetStore } from '../../kore/budget/budget-store.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { createSqlAuditStore } from '../audit/audit-store.ts'
import { createSqlBudgetLedger } from '../budget/kore-budget-store.ts'
import { migrate } from '../migrations/run-migrations.ts'
import { openStorage } from '../open-storage.ts'
import { openFreshPglite } from '../testing/fresh-pglite.ts'
import { type PostgresCluster, startPostgres } from '../testing/postgres-cluster.ts'
import { moveStore } from './move-store.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let cluster: PostgresCluster
beforeAll(async () => {
  cluster = await startPostgres()
})
afterAll(() => cluster.stop())

test('moves the budget and the audit, which continue in PostgreSQL', async () => {
  const from = await openFreshPglite()
  const to = await openStorage({ kind: 'postgres', url: cluster.urlOf('postgres') })
  try {
    await migrate(to)
    const windows = { minute: { calls: 20, spanMs: 61_000 }, hour: { calls: 600, spanMs: 3_601_000 } }
    const budgetOf = ({ db }: typeof from) => createBudgetStore(createSqlBudgetLedger(db, 'https://kore.example cs-1'))
    for (let n = 0; n < 3; n += 1) await budgetOf(from).take(windows, 'interactive')
    const line = { action: 'store.backed_up', actor: 'Muster', sentence: 'A backup' } as const
    await appendAudit(from.db, [line])
    await moveStore(from, to, async () => {})
    const moved = budgetOf(to)
    expect(await moved.usage(windows)).toMatchObject({ minuteUsed: 3 })
    expect(await moved.take(windows, 'interactive')).toMatchObject({ granted: true })
    expect(await moved.usage(windows)).toMatchObject({ minuteUsed: 4 })
    await appendAudit(to.db, [line])
    const verified = await createSqlAuditStore(to.db).verify([], new AbortController().signal)
    expect(verified).toMatchObject({ intact: true, entries: 2 })
  } finally {
    await from.close()
    await to.close()
  }
})

test('waits for a correction of a file, which only the queue knows', async () => {
  const from = await openFreshPglite()
  const to = await openStorage({ kind: 'postgres', url: cluster.urlOf('postgres') })
  try {
    await to.executeSql('drop schema public cascade; create schema public')
    await migrate(to)
    await from.executeSql(`insert into uploads
      (id, file_name, bytes, state, rechecking, progress, detected, columns, created_by, created_by_id, created_at)
      values ('u-1', 'users.csv', 9, 'checking', true, '{}', '{}', '[]', 'ana@example.com', 'm-1', now())`)
    const move = async () => await moveStore(from, to, async () => {})
    await expect(move()).rejects.toThrow('A file is still being corrected')
    await from.executeSql(`update uploads set rechecking = false, state = 'checked'`)
    await expect(move()).resolves.toBeGreaterThan(0)
  } finally {
    await from.close()
    await to.close()
  }
})
