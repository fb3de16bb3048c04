import { sql, type Transaction } from 'kysely'
import type { Tables } from '../database/tables.ts'

/** Items of a job, and whether their changes are in effect. */
interface Effect {
  readonly jobId: string
  readonly seqs: readonly number[]
  readonly inEffect: boolean
}

/**
 * Marks the items of an earlier job that an undo reverted, and clears the mark if that undo is undone or fails later. A
 * retry of an undo counts as the undo. Does nothing for jobs that undo nothing.
 */
export async function recordUndone(trx: Transaction<Tables>, { jobId, seqs, inEffect }: Effect): Promise<void> {
  if (seqs.length === 0) return
  const job = await trx
    .selectFrom('jobs')
    .select(['source', 'parent_job_id'])
    .where('id', '=', jobId)
    .executeTakeFirstOrThrow()
  if (job.parent_job_id === null) return
  const parent = job.parent_job_id
  const { rows } = await sql<{ seq: number }>`
    select retries_seq as seq from job_items
    where job_id = ${jobId} and seq = any(${[...seqs]}::int[]) and retries_seq is not null`.execute(trx)
  const targets = rows.map(({ seq }) => seq)
  if (job.source !== 'undo') return recordUndone(trx, { jobId: parent, seqs: targets, inEffect })
  const marked = inEffect
    ? await sql<{ seq: number }>`update job_items set undone_by = ${jobId}
        where job_id = ${parent} and seq = any(${targets}::int[]) and outcome = 'changed'
          and undone_by is distinct from ${jobId} returning seq`.execute(trx)
    : await sql<{ seq: number }>`update job_items set undone_by = null
        where job_id = ${parent} and seq = any(${targets}::int[]) and undone_by = ${jobId} returning seq`.execute(trx)
  return recordUndone(trx, { jobId: parent, seqs: marked.rows.map(({ seq }) => seq), inEffect: !inEffect })
}
