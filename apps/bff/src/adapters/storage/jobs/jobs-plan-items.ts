import type { PlanItem } from '@muster/core/plan/plan'
import { type Kysely, sql } from 'kysely'
import type { RunItem } from '../../../engine/ports.ts'
import type { Tables } from '../database/tables.ts'

/** Items of a job with their plan's data, in order of `seq`. */
export async function readRunItems(
  db: Kysely<Tables>,
  jobId: string,
  seqs: readonly number[],
): Promise<readonly RunItem[]> {
  if (seqs.length === 0) return []
  const { rows } = await sql<{
    item: PlanItem
    attempts: number
    refusals: number
    reads: number
    call_id: string | null
  }>`
    select p.item, i.attempts, i.refusals, i.reads, i.call_id
    from job_items i join jobs j on j.id = i.job_id join plan_items p on p.plan_id = j.plan_id and p.seq = i.seq
    where i.job_id = ${jobId} and i.seq = any(${[...seqs]}::int[]) order by i.seq`.execute(db)
  return rows.map(({ call_id: callId, ...row }) => ({ ...row, callId }))
}
