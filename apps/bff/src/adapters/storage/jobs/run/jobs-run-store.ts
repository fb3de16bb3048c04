import type { JobState } from '@muster/core/job/job-state'
import { outcomes } from '@muster/core/outcome/outcome'
import { defaultGuardLimits, type GuardLimits } from '@muster/core/policy/limits'
import { type RawBuilder, sql } from 'kysely'
import {
  type GivenBack,
  type JobRunStore,
  type Lease,
  type Remaining,
  type RunItem,
  type StateTransition,
  type Wait,
} from '../../../../engine/ports.ts'
import { appendAudit } from '../../audit/audit-log.ts'
import { sealOf } from '../../database/seal.ts'
import type { Db } from '../../database/storage.ts'
import { reasonColumns, sentenceOf } from '../../database/stored-sentence.ts'
import type { MarkFile } from '../../folder/mark-file.ts'
import { type RunRow, readRunItems, runColumns, runItemsOf } from '../jobs-plan-items.ts'
import { sealedResponse } from '../response-text.ts'
import { intend, intendGains, takesNothing } from './jobs-intend.ts'
import {
  abandonedJobs,
  acquireLease,
  checkMaySend,
  inMs,
  readState,
  releaseLease,
  renewLease,
  underLease,
} from './jobs-lease.ts'
import { recordOutcomes } from './jobs-record.ts'
import { callLimit } from './jobs-stages.ts'
import { recordAccepted, unrecordedErasures } from './late-erasures.ts'
import { createSharedCommits } from './shared-commits.ts'

/** The engine's store in SQL. */
export function createSqlJobRunStore(
  db: Db,
  { limits = defaultGuardLimits, file }: { limits?: GuardLimits; file?: Pick<MarkFile, 'remember'> } = {},
): JobRunStore {
  const commits = createSharedCommits(db)
  return {
    acquire: (jobId, leaseMs) => acquireLease(db, jobId, leaseMs),
    renew: (lease, leaseMs) => renewLease(db, lease, leaseMs),
    state: (lease) => readState(db, lease),
    release: (lease) => releaseLease(db, lease),
    abandoned: () => abandonedJobs(db),
    transition: (lease, move) =>
      underLease(db, lease, (trx, job) => transition(trx, { lease, move, state: job.state })),
    noteWait: (lease, wait) => commits.write(lease, 1, (trx) => noteWait(trx, lease, wait)),
    claim: async (lease, limit) => runItemsOf(db, await commits.write(lease, limit, (trx) => claim(trx, lease, limit))),
    intend: async (lease, call) => {
      const write = (trx: Trx, job: Parameters<typeof intend>[1]['job']) => intend(trx, { lease, call, job, limits })
      // The guards and the erasures have locks of their own.
      const { storeId, mark } = await (takesNothing(call)
        ? commits.write(lease, call.seqs.length, (trx, job) => intendGains(trx, { lease, call, job }), { isLast: true })
        : underLease(db, lease, write))
      file?.remember(storeId, mark)
    },
    checkMaySend: (lease) => checkMaySend(db, lease),
    giveBack: (lease, seqs, why) => commits.write(lease, seqs.length, (trx) => giveBack(trx, { lease, seqs, why })),
    doubt: (lease, seqs, waitMs, koreResponse = null) =>
      commits.write(lease, seqs.length, (trx) => doubt(trx, lease, { seqs, waitMs, koreResponse })),
    doubtful: (lease, due) => doubtful(db, lease, due),
    unverified: (lease, limit, which = 'due') => unverified(db, lease, { limit, which }),
    recordOutcomes: (lease, itemOutcomes, { at, erasures = [] }) =>
      recordOutcomes(commits, { lease, itemOutcomes, at, erasures }),
    confirm: (lease, seqs) => commits.write(lease, seqs.length, (trx) => confirm(trx, lease, seqs)),
    postpone: (lease, seqs, waitMs) =>
      commits.write(lease, seqs.length, (trx) => postpone(trx, lease, { seqs, waitMs })),
    unrecorded: (responses) => unrecordedErasures(db, responses),
    recordAccepted: (input) => recordAccepted(db, input),
    cancelPending: (lease, at) => underLease(db, lease, (trx) => cancelPending(trx, lease, at)),
    remaining: (lease, quiesceMs) => remaining(db, lease, quiesceMs),
  }
}

const seqsOf = (rows: readonly { seq: number }[]) => rows.map(({ seq }) => seq)

type Trx = Parameters<Parameters<typeof underLease>[2]>[0]

const waitColumns = (wait: Wait | undefined) =>
  wait === undefined ? { waits_for: null, waits_until: null } : { waits_for: wait.for, waits_until: inMs(wait.ms) }

async function noteWait(trx: Trx, lease: Lease, wait: Wait): Promise<void> {
  await trx.updateTable('jobs').set(waitColumns(wait)).where('id', '=', lease.jobId).execute()
}

async function transition(
  trx: Trx,
  { lease, move, state }: { lease: Lease; move: StateTransition; state: JobState },
): Promise<boolean> {
  if (!move.from.includes(state)) return false
  const finished = move.to === 'done' || move.to === 'cancelled'
  const { title, title_message, ...counts } = await trx
    .updateTable('jobs')
    .set({
      state: move.to,
      ...(move.reason === undefined ? {} : reasonColumns(move.reason)),
      ...(move.pausedFor === undefined ? {} : { paused_for: move.pausedFor }),
      ...waitColumns(move.wait),
      ...(finished ? { finished_at: new Date(move.at), lease_until: null } : {}),
    })
    .where('id', '=', lease.jobId)
    .returning(['title', 'title_message', ...outcomes])
    .executeTakeFirstOrThrow()
  await appendAudit(
    trx,
    move.audit === null ? [] : [move.audit({ title: sentenceOf(title, title_message), counts })],
    new Date(move.at),
  )
  return true
}

/** Claims items; those of the plan are read after the transaction, because that takes longer. */
async function claim(trx: Trx, lease: Lease, most: number): Promise<readonly RunRow[]> {
  const limit = Math.min(most, await callLimit(trx, lease))
  if (limit === 0) return []
  // Materialized: within a join the limit would apply anew to every row.
  const claimed = await sql<RunRow>`
    with c as materialized (
      select seq from job_items
      where job_id = ${lease.jobId} and state = 'pending' and claimed_epoch is distinct from ${lease.epoch}
        and batch_key = (
          select batch_key from job_items
          where job_id = ${lease.jobId} and state = 'pending' and claimed_epoch is distinct from ${lease.epoch}
          order by batch_key, seq limit 1)
      order by seq limit ${limit} for update skip locked
    )
    update job_items i set claimed_epoch = ${lease.epoch} from c, jobs j
    where i.job_id = ${lease.jobId} and i.seq = c.seq and j.id = i.job_id
    returning ${runColumns}`.execute(trx)
  return claimed.rows.toSorted((one, other) => one.seq - other.seq)
}

async function giveBack(
  trx: Trx,
  { lease, seqs, why }: { lease: Lease; seqs: readonly number[]; why: GivenBack },
): Promise<void> {
  const seen = why === 'no_effect_seen'
  const which = seen
    ? sql`(state = 'in_doubt' and due_at <= clock_timestamp()) or (state = 'intended' and sent_epoch <> ${lease.epoch})`
    : sql`state in ('pending', 'intended')`
  // What a call without effect would have sent concerns no other job.
  const flag = (name: string) => sql`case when ${seen} or state <> 'intended' then ${sql.ref(name)} end`
  await sql`update job_items set state = 'pending', claimed_epoch = ${why === 'to_be_split' ? lease.epoch : null},
      can_create_bot = ${flag('can_create_bot')}, is_developer = ${flag('is_developer')},
      attempts = attempts - ${seen ? 0 : 1} * (state = 'intended')::int,
      refusals = ${seen ? 0 : 1} * refusals + ${why === 'refused' || why === 'to_be_split' ? 1 : 0} * (state = 'intended')::int
    where job_id = ${lease.jobId} and seq = any(${[...seqs]}::int[]) and (${which})`.execute(trx)
}

async function doubt(
  trx: Trx,
  { jobId }: Lease,
  { seqs, waitMs, koreResponse }: { seqs: readonly number[]; waitMs: number; koreResponse: string | null },
): Promise<void> {
  const seal = sealOf(trx)
  const responses = seqs.map((seq) => sealedResponse(seal, { jobId, seq, response: koreResponse }))
  await sql`update job_items i set state = 'in_doubt', due_at = ${inMs(waitMs)}, claimed_epoch = null,
      kore_response = coalesce(g.response, i.kore_response)
    from unnest(${[...seqs]}::int[], ${responses}::text[]) as g (seq, response)
    where i.job_id = ${jobId} and i.seq = g.seq and i.state <> 'settled'`.execute(trx)
}

async function confirm(trx: Trx, lease: Lease, seqs: readonly number[]): Promise<void> {
  await sql`update job_items set to_verify = false, effect_known_at = clock_timestamp(), due_at = null, reads = 0
    where job_id = ${lease.jobId} and seq = any(${[...seqs]}::int[]) and to_verify`.execute(trx)
}

async function postpone(
  trx: Trx,
  lease: Lease,
  { seqs, waitMs }: { seqs: readonly number[]; waitMs: number },
): Promise<void> {
  await sql`update job_items set due_at = ${inMs(waitMs)}, reads = reads + 1,
      state = case when state = 'intended' then 'in_doubt' else state end
    where job_id = ${lease.jobId} and seq = any(${[...seqs]}::int[])`.execute(trx)
}

async function doubtful(db: Db, lease: Lease, due: { quiesceMs: number; limit: number }): Promise<readonly RunItem[]> {
  const { rows } = await sql<{ seq: number }>`
    select seq from job_items where job_id = ${lease.jobId} and state in ('intended', 'in_doubt') and (
      (state = 'in_doubt' and due_at <= clock_timestamp())
      or (state = 'intended' and sent_epoch <> ${lease.epoch} and sent_at <= ${inMs(-due.quiesceMs)}))
    order by seq limit ${due.limit}`.execute(db)
  return readRunItems(db, lease.jobId, seqsOf(rows))
}

async function unverified(
  db: Db,
  lease: Lease,
  { limit, which }: { limit: number; which: 'due' | 'all' },
): Promise<readonly RunItem[]> {
  const { rows } = await sql<{ seq: number }>`
    select seq from job_items where job_id = ${lease.jobId} and to_verify
      and (${which === 'all'} or due_at is null or due_at <= clock_timestamp()) order by seq limit ${limit}`.execute(db)
  return readRunItems(db, lease.jobId, seqsOf(rows))
}

async function cancelPending(trx: Trx, lease: Lease, at: number): Promise<void> {
  await sql`update job_items set state = 'in_doubt', due_at = clock_timestamp(), claimed_epoch = null
    where job_id = ${lease.jobId} and state = 'pending' and refusals > 0 and kind <> 'erase'`.execute(trx)
  const { rows } = await sql<{ n: number }>`
    with dismissed as (
      update job_items set state = 'settled', outcome = 'not_attempted', cause = 'cancelled', claimed_epoch = null,
        ended_at = ${new Date(at)}
      where job_id = ${lease.jobId} and state = 'pending' returning 1
    ) select count(*)::int as n from dismissed`.execute(trx)
  await trx
    .updateTable('jobs')
    .set({ not_attempted: sql`not_attempted + ${rows[0]?.n ?? 0}` })
    .where('id', '=', lease.jobId)
    .execute()
}

async function remaining(db: Db, lease: Lease, quiesceMs: number): Promise<Remaining> {
  const untilDue = (due: RawBuilder<unknown>) =>
    sql`ceil(extract(epoch from min(${due}) - clock_timestamp()) * 1000)::float8`
  const { rows } = await sql<Omit<Remaining, 'claimable'>>`
    select count(*) filter (where state = 'pending')::int as pending,
      count(*) filter (where state in ('intended', 'in_doubt'))::int as doubtful,
      count(*) filter (where to_verify)::int as unverified,
      ${untilDue(sql`case state when 'in_doubt' then due_at
        when 'intended' then sent_at + ${quiesceMs}::float8 * interval '1 millisecond' end`)} as "nextDoubtMs",
      ${untilDue(sql`case when to_verify then coalesce(due_at, clock_timestamp()) end`)} as "nextUnverifiedMs"
    from job_items where job_id = ${lease.jobId} and (state in ('pending', 'intended', 'in_doubt') or to_verify)`.execute(
    db,
  )
  const [row] = rows
  if (row === undefined) throw new Error('a count without a row')
  const fromNow = (ms: number | null) => (ms === null ? null : Math.max(0, ms))
  const claimable = row.pending > 0 && (await callLimit(db, lease)) > 0
  return { ...row, claimable, nextDoubtMs: fromNow(row.nextDoubtMs), nextUnverifiedMs: fromNow(row.nextUnverifiedMs) }
}
