import { sql } from 'kysely'
import type { Db } from './storage.ts'

/**
 * Runs statements that join many rows written a moment ago, within a transaction. The database has no statistics of
 * those: it takes them for a handful and would compare each with each, which at 10,000 takes minutes.
 */
export async function withoutNestedLoops<T>(trx: Db, run: () => Promise<T>): Promise<T> {
  await sql`set local enable_nestloop = off`.execute(trx)
  const result = await run()
  await sql`set local enable_nestloop = on`.execute(trx)
  return result
}
