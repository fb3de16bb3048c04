import { type RawBuilder, sql } from 'kysely'
import type { JobItemFilter, StoredJobItem } from '../../../features/jobs/ports.ts'
import { readRowsAsJson } from '../database/read-rows-as-json.ts'
import { sealOf } from '../database/seal.ts'
import type { Db } from '../database/storage.ts'
import { blockOf, searchesItem, walkBlocks } from '../plans/plan-blocks.ts'
import { detailsKey, detailsNamed, failureConditions } from './failure-conditions.ts'
import { type JobItemRow, storedItemOf } from './job-rows.ts'
import { withPlanItems } from './jobs-plan-items.ts'
import { openedResponse } from './response-text.ts'

/** Neither retried nor dismissed. */
export const neither = sql<boolean>`(i.retried_by is null and i.dismissed_by is null)`

function conditionOf({ outcomes, only, cause, details, afterSeq }: JobItemFilter): RawBuilder<unknown> {
  const conditions = [
    sql`i.seq > ${afterSeq}`,
    ...(outcomes === undefined ? [] : [sql`coalesce(i.outcome, 'pending') = any(${[...outcomes]}::text[])`]),
    ...(only === undefined ? [] : [neither]),
    ...failureConditions({ cause, details }),
  ]
  return sql.join(conditions, sql` and `)
}

/** A page of a job's items. A search finds their numbers in the plan, block by block, until the page is full. */
export async function listJobItems(db: Db, id: string, filter: JobItemFilter): Promise<readonly StoredJobItem[]> {
  const condition = conditionOf(filter)
  if (filter.q === undefined || filter.q.trim() === '') return readPage(db, id, filter, condition)
  const job = await db.selectFrom('jobs').select('plan_id').where('id', '=', id).executeTakeFirst()
  if (job === undefined) return []
  const contains = searchesItem(filter.q)
  const found: StoredJobItem[] = []
  for await (const kept of walkBlocks(db, job.plan_id, { block: blockOf(filter.afterSeq + 1), q: filter.q })) {
    const seqs = kept.flatMap(({ item }) => (item.seq > filter.afterSeq && contains(item) ? [item.seq] : []))
    if (seqs.length === 0) continue
    const these = sql`${condition} and i.seq = any(${seqs}::int[])`
    found.push(...(await readItems(db, { id, condition: these, limit: filter.limit - found.length })))
    if (found.length === filter.limit) break
  }
  return found
}

/**
 * Reads the next numbers first, and only if they do not fill the page all later ones: without statistics the database
 * would read and sort the rest of the job for each page.
 */
async function readPage(
  db: Db,
  id: string,
  { afterSeq, limit, outcomes, only, cause, details }: JobItemFilter,
  condition: RawBuilder<unknown>,
): Promise<readonly StoredJobItem[]> {
  const isFiltered = [outcomes, only, cause, details].some((given) => given !== undefined)
  const last = afterSeq + limit * (isFiltered ? 8 : 1)
  const near = await readItems(db, { id, condition: sql`${condition} and i.seq <= ${last}`, limit })
  return near.length === limit ? near : readItems(db, { id, condition, limit })
}

async function readItems(
  db: Db,
  { id, condition, limit }: { id: string; condition: RawBuilder<unknown>; limit: number },
): Promise<readonly StoredJobItem[]> {
  const rows = await readRowsAsJson(
    db,
    sql<JobItemRow>`select i.seq, j.plan_id, i.outcome, i.cause, ${detailsNamed} as details, ${detailsKey} as details_key, i.kore_response,
      i.erasure_id, i.retried_by, i.undone_by, i.dismissed_by, i.resent,
      extract(epoch from coalesce(i.ended_at, case when i.state = 'settled' then j.created_at end)) * 1000 as ended_at
    from jobs j join job_items i on i.job_id = j.id
    where j.id = ${id} and ${condition} order by i.seq limit ${limit}`,
  )
  const seal = sealOf(db)
  return (await withPlanItems(db, rows)).map((row) => ({
    ...storedItemOf(row),
    koreResponse: openedResponse(seal, { jobId: id, seq: row.seq, response: row.kore_response }),
  }))
}
