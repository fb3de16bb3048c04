import { type RawBuilder, sql } from 'kysely'
import type { Db } from './storage.ts'

/**
 * Reads many rows as one JSON value. The embedded store returns rows one by one, which costs three times as much as
 * the search. Columns must fit into JSON: no times, no bytes.
 */
export async function readRowsAsJson<T>(db: Db, select: RawBuilder<T>): Promise<readonly T[]> {
  const { rows } = await sql<{ found: readonly T[] | null }>`
    select json_agg(one) as found from (${select}) as one`.execute(db)
  return rows[0]?.found ?? []
}
