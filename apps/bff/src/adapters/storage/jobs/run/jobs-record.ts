import type { CauseCode } from '@muster/core/outcome/cause'
import { type Outcome, outcomes } from '@muster/core/outcome/outcome'
import { sql, type Transaction } from 'kysely'
import type { ItemOutcome, Lease, NewErasure, Progress } from '../../../../engine/ports.ts'
import { pieceOf } from '../../../../waiting-reader.ts'
import { sealOf } from '../../database/seal.ts'
import { storableJson } from '../../database/storable-json.ts'
import type { Tables } from '../../database/tables.ts'
import { insertErasure } from '../../erasures/erasures-insert.ts'
import { recordUndone } from '../jobs-undo.ts'
import { sealedResponse } from '../response-text.ts'
import type { AuditCollector, SharedCommits } from './shared-commits.ts'

interface Ended {
  seq: number
  was: Outcome | null
  was_cause: CauseCode | null
  outcome: Outcome
  attempts: number
  cause: CauseCode | null
}

interface Recording {
  readonly lease: Lease
  readonly itemOutcomes: readonly ItemOutcome[]
  readonly at: number
  readonly erasures: readonly NewErasure[]
}

/** Outcomes recorded in one transaction, at most: on the embedded store a search waits for it. */
const outcomesAtOnce = 100

/**
 * Records outcomes some at a time, an erasure together with all its people. If it ends between two transactions, the
 * items of the rest are still sent and without an outcome, as if none had been recorded.
 */
export async function recordOutcomes(commits: SharedCommits, recording: Recording): Promise<Progress> {
  const { lease, itemOutcomes, erasures } = recording
  const record = (some: readonly ItemOutcome[]) =>
    commits.write(lease, some.length, (trx, _job, audit) =>
      recordItems(trx, { ...recording, itemOutcomes: some, audit }),
    )
  for (let from = 0; ; ) {
    const some = itemOutcomes.slice(from, from + (erasures.length > 0 ? itemOutcomes.length : pieceOf(outcomesAtOnce)))
    from += some.length
    const progress = await record(some)
    if (from >= itemOutcomes.length) return progress
  }
}

/** Ends items and updates the counters, in the given transaction. `audit` gets the lines that are due. */
export async function recordItems(
  trx: Transaction<Tables>,
  given: Recording & { readonly audit: AuditCollector },
): Promise<Progress> {
  const at = new Date(given.at)
  const { jobId } = given.lease
  const done = given.erasures.length > 0 ? null : await endDone(trx, jobId, given.itemOutcomes, at)
  const rest = given.itemOutcomes.filter(({ seq }) => done?.ended.has(seq) !== true)
  const others = await endItems(trx, { ...given, itemOutcomes: rest }, at)
  const ended = [...(done?.ended.values() ?? []), ...others]
  const { progress, hasParent } = done !== null && rest.length === 0 ? done : await count(trx, jobId, others)
  if (hasParent) await recordUndoneBy(trx, jobId, ended)
  const seqs = new Set(ended.map((item) => item.seq))
  for (const erasure of given.erasures) {
    // Recorded already: a write is retried when its response was lost.
    if (!erasure.people.some(({ seq }) => seq !== null && seqs.has(seq))) continue
    await insertErasure(trx, { erasure, jobId: given.lease.jobId, at })
  }
  const updated = new Set(
    ended
      .filter(({ was, was_cause: cause, ...now }) => was !== now.outcome || cause !== now.cause)
      .map(({ seq }) => seq),
  )
  const lines = given.itemOutcomes.flatMap((one) => (updated.has(one.seq) && one.audit !== null ? [one.audit] : []))
  given.audit(lines, at)
  return progress
}

/**
 * Ends what Kore.ai reported as done, usually all items of a call, and counts it: in one statement, without values for
 * each item. Null without such items.
 */
async function endDone(trx: Transaction<Tables>, jobId: string, itemOutcomes: readonly ItemOutcome[], at: Date) {
  const seqs = itemOutcomes.filter(isReportedDone).map(({ seq }) => seq)
  if (seqs.length === 0) return null
  const { rows } = await sql<JobCounts & { items: { seq: number; attempts: number }[] | null }>`
    with done as (
      update job_items set state = 'settled', outcome = 'changed', cause = null, details = null, kore_response = null,
        to_verify = true, effect_known_at = null, due_at = null, reads = 0, claimed_epoch = null, ended_at = ${at}
      where job_id = ${jobId} and seq = any(${seqs}::int[]) and state <> 'settled'
      returning seq, attempts
    ), counted as (
      update jobs set changed = changed + (select count(*) from done),
        tried = tried + (select count(*) from done where attempts > 0)
      where id = ${jobId} returning ${sql.join(countColumns.map((column) => sql.ref(column)))}
    ) select counted.*, (select json_agg(done) from done) as items from counted`.execute(trx)
  const [row] = rows
  if (row === undefined) throw new Error('the job is gone')
  const ends = (row.items ?? []).map((item): [number, Ended] => [
    item.seq,
    { ...item, was: null, was_cause: null, outcome: 'changed', cause: null },
  ])
  return { ended: new Map(ends), ...progressOf(row) }
}

const isReportedDone = (one: ItemOutcome): boolean =>
  one.outcome === 'changed' &&
  one.cause === null &&
  one.verify &&
  one.details === null &&
  one.koreResponse === null &&
  (one.erasureId ?? null) === null

async function endItems(
  trx: Transaction<Tables>,
  given: { lease: Lease; itemOutcomes: readonly ItemOutcome[]; erasures: readonly NewErasure[] },
  at: Date,
): Promise<readonly Ended[]> {
  if (given.itemOutcomes.length === 0) return []
  const erasureOf = new Map(given.erasures.flatMap((one) => one.people.map(({ seq }) => [seq, one.id] as const)))
  const { jobId } = given.lease
  const seal = sealOf(trx)
  const rows = given.itemOutcomes.map((one) => ({
    seq: one.seq,
    outcome: one.outcome,
    cause: one.cause,
    details: one.details,
    kore_response: sealedResponse(seal, { jobId, seq: one.seq, response: one.koreResponse }),
    verify: one.verify,
    erasure_id: erasureOf.get(one.seq) ?? one.erasureId ?? null,
  }))
  const result = await sql<Ended>`
    with given as (
      select * from jsonb_to_recordset(${storableJson(rows)}::jsonb)
        as r(seq int, outcome text, cause text, details jsonb, kore_response text, verify boolean, erasure_id text)
    ), old as (
      select i.seq, i.outcome as was, i.cause as was_cause from job_items i join given using (seq)
      where i.job_id = ${jobId} and (i.state <> 'settled' or i.to_verify) for update of i
    )
    update job_items i set
      state = 'settled', outcome = g.outcome, cause = g.cause, details = g.details,
      -- What came back in place of an response tells more than that none came.
      kore_response = coalesce(g.kore_response, case when g.cause = 'no_response' then i.kore_response end),
      to_verify = g.verify, effect_known_at = case when not g.verify then clock_timestamp() end,
      due_at = null, reads = 0, claimed_epoch = null, ended_at = ${at},
      erasure_id = coalesce(g.erasure_id, i.erasure_id)
    from given g, old
    where i.job_id = ${jobId} and i.seq = g.seq and old.seq = g.seq
    returning i.seq, old.was, old.was_cause, i.outcome, i.attempts, i.cause`.execute(trx)
  return result.rows
}

/** Sent, or not sent because Kore.ai did not show the user: both count as attempts for the failure threshold. */
const isTried = ({ attempts, cause }: Ended) => attempts > 0 || cause === 'user_unreadable'

const hasEffect = (outcome: Outcome | null) => outcome === 'changed' || outcome === 'unchanged'

async function recordUndoneBy(trx: Transaction<Tables>, jobId: string, ended: readonly Ended[]): Promise<void> {
  const seqsOf = (which: (item: Ended) => boolean) => ended.filter(which).map(({ seq }) => seq)
  await recordUndone(trx, { jobId, seqs: seqsOf((item) => hasEffect(item.outcome)), inEffect: true })
  const lost = seqsOf((item) => hasEffect(item.was) && !hasEffect(item.outcome))
  await recordUndone(trx, { jobId, seqs: lost, inEffect: false })
}

async function count(trx: Transaction<Tables>, jobId: string, ended: readonly Ended[]) {
  const updated = (outcome: Outcome) =>
    ended.filter((item) => item.outcome === outcome).length - ended.filter((item) => item.was === outcome).length
  const deltas = outcomes.map((outcome) => [outcome, updated(outcome)] as const).filter(([, delta]) => delta !== 0)
  const sent = ended.filter(isTried)
  const tried = sent.filter((item) => item.was === null).length
  const failed = sent.filter((item) => item.outcome === 'failed').length
  const job = await trx
    .updateTable('jobs')
    .set({
      ...Object.fromEntries(deltas.map(([outcome, delta]) => [outcome, sql`${sql.ref(outcome)} + ${delta}`])),
      tried: sql`tried + ${tried}`,
      tried_failed: sql`tried_failed + ${failed}`,
    })
    .where('id', '=', jobId)
    .returning(countColumns)
    .executeTakeFirstOrThrow()
  return progressOf(job)
}

const countColumns = ['parent_job_id', 'tried', 'tried_failed', 'total', ...outcomes] as const

type JobCounts = Record<Outcome | 'tried' | 'tried_failed' | 'total', number> & {
  readonly parent_job_id: string | null
}

function progressOf(job: JobCounts): { readonly progress: Progress; readonly hasParent: boolean } {
  const ended = outcomes.reduce((sum, outcome) => sum + job[outcome], 0)
  const { tried, tried_failed: triedFailed, total } = job
  return { progress: { tried, triedFailed, total, left: total - ended }, hasParent: job.parent_job_id !== null }
}
