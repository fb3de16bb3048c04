import type { JobEntry } from '@muster/contracts/jobs'
import type { PlanSource } from '@muster/contracts/plans'
import { sql, type Transaction } from 'kysely'
import { appendAudit } from './audit-log.ts'
import type { Tables } from './tables.ts'

/** What becomes a job; `NewJob` of the plans' ports fits. */
export interface JobToInsert {
  readonly id: string
  readonly planId: string
  readonly title: string
  readonly source: JobEntry['source']
  readonly parentJobId: string | null
  readonly summary: {
    readonly total: number
    readonly kinds: JobEntry['kinds']
    readonly dispositions: { readonly change: number; readonly unchanged: number; readonly blocked: number }
  }
  readonly createdBy: { readonly memberId: string; readonly email: string }
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

/**
 * Makes the job of a plan, in the transaction that marks the plan applied: blocked items have failed with their
 * blocker's cause, unchanged ones are unchanged, the rest wait. Appends to the audit, so call it last.
 */
export async function insertJob(trx: Transaction<Tables>, job: JobToInsert): Promise<void> {
  const at = new Date(job.createdAt)
  const { dispositions, kinds, total } = job.summary
  await trx
    .insertInto('jobs')
    .values({
      id: job.id,
      plan_id: job.planId,
      title: job.title,
      source: job.source,
      state: 'queued',
      reason: null,
      total,
      kinds: JSON.stringify(kinds),
      changed: 0,
      unchanged: dispositions.unchanged,
      failed: dispositions.blocked,
      not_attempted: 0,
      unknown: 0,
      created_by: job.createdBy.email,
      created_by_id: job.createdBy.memberId,
      created_at: at,
      started_at: null,
      finished_at: null,
      parent_job_id: job.parentJobId,
      dealt_with_at: null,
      dealt_with_by: null,
      dealt_with_note: null,
      lease_until: null,
    })
    .execute()
  await insertItems(trx, job, at)
  await markRetried(trx, job)
  const users = total === 1 ? '1 user' : `${total} users`
  await appendAudit(
    trx,
    [
      {
        action: 'job.started',
        actor: job.createdBy.email,
        subject: null,
        sentence: `${job.createdBy.email} started "${job.title}" (${users})`,
        outcome: null,
        jobId: job.id,
      },
    ],
    at,
  )
}

async function insertItems(trx: Transaction<Tables>, job: JobToInsert, at: Date): Promise<void> {
  await sql`
    insert into job_items (job_id, seq, kind, batch_key, state, outcome, cause, about, settled_at)
    select ${job.id}, seq, kind,
      kind || ':' || case
        when kind = 'erase' then (item->'identifier'->>'by') || ':' || (item->'change'->'scope')::text
        when item->'identifier'->>'by' = 'orgUserId' then 'orgUserId'
        else 'email' end,
      case disposition when 'change' then 'pending' else 'settled' end,
      case disposition when 'unchanged' then 'unchanged' when 'blocked' then 'failed' end,
      case disposition when 'blocked' then coalesce(item->'blockers'->0->>'code', 'row_invalid') end,
      case disposition when 'blocked' then item->'blockers'->0->'about' end,
      case disposition when 'change' then null else ${at}::timestamptz end
    from plan_items where plan_id = ${job.planId}`.execute(trx)
}

/** Notes on the items of the parent which job asked them again, so that each person counts once in the chain. */
async function markRetried(trx: Transaction<Tables>, job: JobToInsert): Promise<void> {
  if (job.source !== 'retry' || job.parentJobId === null) return
  const plan = await trx.selectFrom('plans').select('source').where('id', '=', job.planId).executeTakeFirst()
  const source: PlanSource | undefined = plan?.source
  const filter = source?.kind === 'retry' ? source : null
  await retryable(trx, job.parentJobId, { cause: filter?.cause, seqs: filter?.seqs })
    .set({ retried_by: job.id })
    .execute()
}

function retryable(
  trx: Transaction<Tables>,
  jobId: string,
  filter: { cause: string | undefined; seqs: readonly number[] | undefined },
) {
  return trx
    .updateTable('job_items')
    .where('job_id', '=', jobId)
    .where('retried_by', 'is', null)
    .where(mayBeAskedAgain('job_items'))
    .$if(filter.cause !== undefined, (query) => query.where(sql<boolean>`cause = ${filter.cause ?? ''}`))
    .$if(filter.seqs !== undefined, (query) => query.where(sql<boolean>`seq = any(${[...(filter.seqs ?? [])]}::int[])`))
}

/** `mayAskAgain` of core, over rows of `job_items` under this name. */
export function mayBeAskedAgain(items: string) {
  const column = (name: string) => sql.ref(`${items}.${name}`)
  return sql<boolean>`(${column('outcome')} in ('failed', 'not_attempted')
    or (${column('outcome')} = 'unknown' and ${column('kind')} <> 'erase'))`
}
