import { type Kysely, type Selectable, sql } from 'kysely'
import type { RunItem } from '../../../engine/ports.ts'
import type { Tables } from '../database/tables.ts'
import { readPlanItems } from '../plans/plan-blocks.ts'

/** An item of a job, without what its plan has of it. */
export type RunRow = Pick<Selectable<Tables['job_items']>, 'seq' | 'attempts' | 'refusals' | 'reads' | 'call_id'> & {
  plan_id: string
}

/** The columns of a `RunRow`: `job_items` is named `i`, `jobs` `j`. */
export const runColumns = sql`i.seq, j.plan_id, i.attempts, i.refusals, i.reads, i.call_id`

/** Items of a job with their plan's data, in order of `seq`. */
export async function readRunItems(
  db: Kysely<Tables>,
  jobId: string,
  seqs: readonly number[],
): Promise<readonly RunItem[]> {
  if (seqs.length === 0) return []
  const { rows } = await sql<RunRow>`
    select ${runColumns} from job_items i join jobs j on j.id = i.job_id
    where i.job_id = ${jobId} and i.seq = any(${[...seqs]}::int[]) order by i.seq`.execute(db)
  return runItemsOf(db, rows)
}

export async function runItemsOf(db: Kysely<Tables>, rows: readonly RunRow[]): Promise<readonly RunItem[]> {
  const items = await withPlanItems(db, rows)
  return items.map(({ item, call_id: callId, attempts, refusals, reads }) => ({
    item,
    attempts,
    refusals,
    reads,
    callId,
  }))
}

/** Adds the plan's item to rows that have its number and the plan's id; all rows are of one job. */
export async function withPlanItems<R extends { readonly seq: number; readonly plan_id: string }>(
  db: Kysely<Tables>,
  rows: readonly R[],
): Promise<readonly (R & Pick<RunItem, 'item'>)[]> {
  const [first] = rows
  if (first === undefined) return []
  const kept = await readPlanItems(
    db,
    first.plan_id,
    rows.map(({ seq }) => seq),
  )
  return rows.map((row) => ({ ...row, item: kept(row.seq).item }))
}
