import { expect, test } from 'vitest'
import { budgetStoreContract } from '../../kore/budget/budget-store.contract.ts'
import { createBudgetStore } from '../../kore/budget/budget-store.ts'
import { recordStatements } from '../testing/recorded-statements.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlBudgetLedger } from './kore-budget-store.ts'

describeOnEachStorage('the shared budget of calls', (open) => {
  budgetStoreContract(async () =>
    createBudgetStore(createSqlBudgetLedger((await open()).db, 'https://kore.example cs-1')),
  )

  test('takes a call in one statement, and judges anew what another process changed', async () => {
    const recorded = recordStatements(await open())
    const windows = { minute: { calls: 20, spanMs: 61_000 }, hour: { calls: 600, spanMs: 3_601_000 } }
    const ledgers = [0, 1].map(() => createSqlBudgetLedger(recorded.db, 'https://kore.example cs-1'))
    const [own, other] = ledgers.map(createBudgetStore)
    if (own === undefined || other === undefined) throw new Error('two stores were created')
    const statements = async (work: () => Promise<unknown>) => {
      recorded.take()
      await work()
      return recorded.take().length
    }
    await own.take(windows, 'interactive')
    for (let n = 0; n < 3; n += 1) expect(await statements(() => own.take(windows, 'interactive'))).toBe(1)
    const given = await other.take(windows, 'interactive')
    expect(await statements(() => own.take(windows, 'interactive'))).toBe(3)
    expect(await own.usage(windows)).toMatchObject({ minuteUsed: 6 })
    // A call given back, and a refusal, count at once.
    if (given.granted) await other.giveBack(given.slot)
    for (let n = 5; n < 20; n += 1) expect(await own.take(windows, 'interactive')).toMatchObject({ granted: true })
    expect(await own.take(windows, 'interactive')).toMatchObject({ granted: false })
    await other.block(windows, { window: 'minute', retryAfterMs: 90_000, jitter: 0 })
    const blocked = await own.take(windows, 'interactive')
    expect(blocked.granted ? 0 : blocked.waitMs).toBeGreaterThan(80_000)
  })

  test('is on disk with the commit of the intent that follows, and by itself without one', async () => {
    const storage = await open()
    const store = createBudgetStore(createSqlBudgetLedger(storage.db, 'https://kore.example cs-1'))
    const windows = { minute: { calls: 20, spanMs: 61_000 }, hour: { calls: 600, spanMs: 3_601_000 } }
    const log = async () => {
      const { rows } = await storage.executeSql(`select (pg_current_wal_insert_lsn() - '0/0')::float8 as inserted,
        (pg_current_wal_flush_lsn() - '0/0')::float8 as flushed, current_setting('synchronous_commit') as commit`)
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the statement's three columns
      return rows[0] as { inserted: number; flushed: number; commit: string }
    }
    for (let n = 0; n < 3; n += 1) await store.take(windows, 'interactive', { intentFollows: true })
    const taken = await log()
    expect(taken.commit).toBe('on')
    // PostgreSQL's own writer may have been faster.
    if (storage.kind === 'pglite') expect(taken.flushed).toBeLessThan(taken.inserted)
    await storage.executeSql(`update store_state set mark = mark + 1`)
    expect((await log()).flushed).toBeGreaterThanOrEqual(taken.inserted)
    const { inserted } = await log()
    await store.take(windows, 'interactive')
    expect((await log()).flushed).toBeGreaterThan(inserted)
  })
})
