import { changeKinds } from '@muster/core/change/change'
import { outcomes } from '@muster/core/outcome/outcome'
import { canRetry } from '@muster/core/plan/fix'
import { sql, type Transaction } from 'kysely'
import type { Tables } from '../database/tables.ts'
import { withoutNestedLoops } from '../database/without-nested-loops.ts'

interface Retry {
  readonly id: string
  readonly source: string
  readonly parentJobId: string | null
  readonly summary: { readonly total: number }
}

/**
 * Records on the items of the parent which job retried them: each user counts once in the chain, and only one job
 * retries each item.
 */
export async function markRetried(trx: Transaction<Tables>, job: Retry): Promise<boolean> {
  if (job.parentJobId === null || job.source === 'undo') return true
  const mark = sql`
    update job_items i set retried_by = ${job.id} from job_items retry
    where retry.job_id = ${job.id} and i.job_id = ${job.parentJobId} and i.seq = retry.retries_seq
      and ${canBeRetried('i')}`
  const marked = await withoutNestedLoops(trx, () => mark.execute(trx))
  return marked.numAffectedRows === BigInt(job.summary.total)
}

const retriable = outcomes.flatMap((outcome) =>
  changeKinds.filter((kind) => canRetry({ outcome, kind })).map((kind) => sql`(${sql.lit(outcome)}, ${sql.lit(kind)})`),
)

/** Whether an item may be retried: once, and not if a member dismissed it. `items` is the name of `job_items`. */
export function canBeRetried(items: string) {
  const column = (name: string) => sql.ref(`${items}.${name}`)
  return sql<boolean>`(${column('retried_by')} is null and ${column('dismissed_by')} is null
    and (${column('outcome')}, ${column('kind')}) in (${sql.join(retriable)}))`
}
