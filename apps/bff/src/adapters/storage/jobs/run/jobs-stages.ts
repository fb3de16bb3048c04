import { stagedUsers, stageSize } from '@muster/core/policy/volume'
import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Lease } from '../../../../engine/ports.ts'
import type { Tables } from '../../database/tables.ts'

/**
 * Number of users whose removal is verified or whose erasure is queued, up to the end of the job's stages. A removal
 * that Kore.ai reported and a re-read did not show proves nothing.
 */
export const provenItems = (jobId: RawBuilder<unknown>): RawBuilder<unknown> => sql`(select count(*)::int from (
  select from job_items s where s.job_id = ${jobId} and s.outcome = 'changed' and s.kind <> 'update' and not s.to_verify
    and s.cause is distinct from 'not_verified' limit ${sql.lit(stagedUsers)}) proven)`

/**
 * Number of items that the next call of a job may carry. A job that removes or erases begins with 1, then 10, and each
 * call waits until the previous one is verified: 0 meanwhile. A call that ended without proof does not delay the job:
 * the next one has the same size. Other jobs are not limited.
 */
export async function callLimit(
  db: Pick<Transaction<Tables>, 'selectFrom' | 'getExecutor'>,
  { jobId, epoch }: Lease,
): Promise<number> {
  const job = await db.selectFrom('jobs').select('kinds').where('id', '=', jobId).executeTakeFirstOrThrow()
  if (job.kinds.remove + job.kinds.erase === 0) return Infinity
  const { rows } = await sql<{ proven: number; open: boolean }>`
    select ${provenItems(sql`${jobId}`)} as proven,
      exists (select from job_items where job_id = ${jobId} and kind <> 'update'
        and (state in ('intended', 'in_doubt') or to_verify or (state = 'pending' and claimed_epoch = ${epoch}))) as open`.execute(
    db,
  )
  const [row] = rows
  const size = stageSize(row?.proven ?? 0)
  return Number.isFinite(size) && row?.open === true ? 0 : size
}
