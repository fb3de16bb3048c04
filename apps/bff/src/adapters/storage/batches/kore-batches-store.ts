import type { BatchLedger } from '../../../features/kore/ports.ts'
import type { Db } from '../database/storage.ts'

/** The batches of one connection in SQL. The last replica to learn wins: a wrong size costs a call, never a user. */
export function createSqlBatchLedger(db: Db, connection: string): BatchLedger {
  return {
    read: async () => {
      const rows = await db.selectFrom('kore_batches').selectAll().where('connection', '=', connection).execute()
      return new Map(
        rows.map(({ endpoint, size, is_careful: isCareful, proven, refused, refused_at }) => [
          endpoint,
          { size, isCareful, proven, refused, refusedAt: refused_at.getTime() },
        ]),
      )
    },
    save: async (endpoint, { size, isCareful, proven, refused, refusedAt }) => {
      const row = { size, is_careful: isCareful, proven, refused, refused_at: new Date(refusedAt) }
      await db
        .insertInto('kore_batches')
        .values({ connection, endpoint, ...row })
        .onConflict((conflict) => conflict.columns(['connection', 'endpoint']).doUpdateSet(row))
        .execute()
    },
  }
}
