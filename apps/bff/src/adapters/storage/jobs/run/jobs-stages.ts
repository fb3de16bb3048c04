import { stageSize } from '@muster/core/policy/volume'
import { sql, type Transaction } from 'kysely'
import type { Lease } from '../../../../engine/ports.ts'
import type { Tables } from '../../database/tables.ts'

/**
 * How many items the next call of a job may carry. A job that removes or erases begins with 1, then 10, and each call waits
 * until the one before is seen to have worked: 0 meanwhile. Others are not limited.
 */
export async function callLimit(
  db: Pick<Transaction<Tables>, 'selectFrom' | 'getExecutor'>,
  { jobId, epoch }: Lease,
): Promise<number> {
  const job = await db.selectFrom('jobs').select('kinds').where('id', '=', jobId).executeTakeFirstOrThrow()
  if (job.kinds.remove + job.kinds.erase === 0) return Infinity
  const { rows } = await sql<{ proven: number; open: boolean }>`
    select (select count(*) from (select from job_items
        where job_id = ${jobId} and outcome = 'changed' and kind <> 'update' and not to_verify limit 11) p)::int as proven,
      exists (select from job_items where job_id = ${jobId} and kind <> 'update'
        and (state in ('intended', 'in_doubt') or to_verify or (state = 'pending' and claimed_epoch = ${epoch}))) as open`.execute(
    db,
  )
  const [row] = rows
  const size = stageSize(row?.proven ?? 0)
  return Number.isFinite(size) && row?.open === true ? 0 : size
}
