import { type RawBuilder, sql } from 'kysely'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'

/**
 * The items of a job by ranges of their numbers, one condition each (`job_items` is named `i`), to read many of them in
 * order. Not by a limit: a page would sort all remaining rows to find its first. Null for an unknown job.
 */
export async function itemRanges(db: Db, jobId: string, size: number): Promise<readonly RawBuilder<boolean>[] | null> {
  const job = await db.selectFrom('jobs').select('total').where('id', '=', storableText(jobId)).executeTakeFirst()
  if (job === undefined) return null
  return Array.from(
    { length: Math.ceil(job.total / size) },
    (_, n) => sql<boolean>`(i.seq > ${n * size} and i.seq <= ${(n + 1) * size})`,
  )
}
