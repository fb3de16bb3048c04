import { sql } from 'kysely'
import type { Db } from './storage.ts'

/**
 * Runs statements that join many recently written rows, within a transaction. The database has no statistics for them:
 * it assumes a handful and would compare each with each, which takes minutes at 10,000.
 */
export async function withoutNestedLoops<T>(trx: Db, run: () => Promise<T>): Promise<T> {
  await sql`set local enable_nestloop = off`.execute(trx)
  const result = await run()
  await sql`set local enable_nestloop = on`.execute(trx)
  return result
}
