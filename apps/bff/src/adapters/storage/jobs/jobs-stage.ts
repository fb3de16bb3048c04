import type { PlanItem } from '@muster/core/plan/plan'
import { sql } from 'kysely'
import { blockSize, type KeptItem } from '../../../features/plans/ports.ts'
import { inTransaction } from '../database/in-transaction.ts'
import { storableJson } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { walkBlocks } from '../plans/plan-blocks.ts'

/** Blocks inserted in one transaction: on the embedded store a search waits for it. */
const blocksAtOnce = 2

/** Larger plans are staged before they are applied. */
export const stagedFrom = blocksAtOnce * blockSize

interface Staging {
  readonly planId: string
  /** The hash that the member reviewed: another plan is not staged. */
  readonly hash: string
  /** Id of the job, unless an earlier application reserved another one. */
  readonly jobId: string
}

/**
 * Inserts the items of a large job in short transactions, before the one that creates it. Without a row in `jobs` no
 * reader finds them. The plan has the number of blocks inserted and the id of the job: an application that ended in the
 * middle is continued by the next, and concurrent ones share the work. Returns the id of the job.
 */
export async function stageItems(db: Db, { planId, hash, jobId }: Staging): Promise<string> {
  for (;;) {
    const plan = await db
      .selectFrom('plans')
      .select(['staged_job_id', 'staged_blocks', 'progress'])
      .where('id', '=', planId)
      .where('state', '=', 'ready')
      .where('hash', '=', hash)
      .executeTakeFirst()
    const blocks = Math.ceil((plan?.progress ?? 0) / blockSize)
    if (plan === undefined || blocks - plan.staged_blocks <= blocksAtOnce) return plan?.staged_job_id ?? jobId
    await stageBlocks(db, { planId, jobId, from: plan.staged_blocks })
  }
}

async function stageBlocks(db: Db, { planId, jobId, from }: { planId: string; jobId: string; from: number }) {
  const kept: KeptItem[] = []
  for await (const block of walkBlocks(db, planId, { block: from, until: from + blocksAtOnce })) kept.push(...block)
  await inTransaction(db, async (trx) => {
    const { rows } = await sql<{ jobId: string }>`
      update plans set staged_job_id = coalesce(staged_job_id, ${jobId}), staged_blocks = staged_blocks + ${blocksAtOnce}
      where id = ${planId} and state = 'ready' and staged_blocks = ${from} returning staged_job_id as "jobId"`.execute(
      trx,
    )
    const [plan] = rows
    if (plan !== undefined) await insertItems(trx, plan.jobId, kept)
  })
}

/** Inserts the items of a plan that are not staged, in the transaction that creates its job. */
export async function insertUnstaged(trx: Db, { id, planId, stagedBlocks }: NewItems): Promise<void> {
  for await (const kept of walkBlocks(trx, planId, { block: stagedBlocks })) await insertItems(trx, id, kept)
}

interface NewItems {
  readonly id: string
  readonly planId: string
  readonly stagedBlocks: number
}

/** An erasure as other erasures of the same person are found: by user or identifier, and by scope. */
const erasesOf = ({ change, identifier, user }: PlanItem) =>
  change.kind === 'erase' ? { ...identifier, userId: user?.id ?? null, scope: change.scope } : null

/** What an item begins as. Absent values are the most frequent ones. */
function rowOf({ item, retriesSeq }: KeptItem) {
  const { seq, row, change, disposition, blockers } = item
  const [blocker] = blockers
  return {
    seq,
    ...(row === null ? {} : { row }),
    ...(retriesSeq === null ? {} : { retries_seq: retriesSeq }),
    ...(change.kind === 'update' ? {} : { kind: change.kind }),
    ...(change.kind === 'erase' ? { erases: erasesOf(item) } : {}),
    ...(disposition === 'unchanged' ? { outcome: 'unchanged' } : {}),
    ...(disposition === 'blocked'
      ? { outcome: 'skipped', cause: blocker?.code ?? 'row_invalid', details: blocker?.details ?? null }
      : {}),
  }
}

/** Blocked items are skipped with their blocker's cause, unchanged ones are unchanged, the rest wait. */
async function insertItems(trx: Db, jobId: string, kept: readonly KeptItem[]): Promise<void> {
  await sql`
    insert into job_items (job_id, seq, kind, batch_key, state, outcome, cause, details, row, retries_seq, erases)
    select ${jobId}, r.seq, coalesce(r.kind, 'update'),
      coalesce(r.kind, 'update') || case
        when r.kind = 'erase' then ':' || (r.erases->>'by') || ':' || (r.erases->'scope')::text else '' end,
      case when r.outcome is null then 'pending' else 'settled' end,
      r.outcome, r.cause, r.details, r.row, r.retries_seq, r.erases
    from jsonb_to_recordset(${storableJson(kept.map(rowOf))}::jsonb) as r(
      seq int, row int, retries_seq int, kind text, erases jsonb, outcome text, cause text, details jsonb)`.execute(trx)
}
