import type { JobState } from '@muster/core/job/job-state'
import type { PlanNote } from '@muster/core/plan/plan'
import { sql, type Transaction } from 'kysely'
import { CallRefusedError } from '../../../../engine/guard-ports.ts'
import { type Lease, type LeasedJob, LeaseLostError, SendingStoppedError } from '../../../../engine/ports.ts'
import { maySend } from '../../database/own-account.ts'
import type { Db } from '../../database/storage.ts'
import type { Tables } from '../../database/tables.ts'

/** States in which a job needs a worker. */
export const workStates: readonly JobState[] = ['queued', 'running', 'waiting', 'pausing', 'cancelling']

/** The job of a lease, locked. */
export interface LockedJob {
  readonly state: JobState
  readonly total: number
  /** The limit of the member who applied the plan was set after that. */
  readonly isLimitNew: boolean
}

const hasNewLimit = sql<boolean>`coalesce(jobs.created_at < coalesce(
  (select members.scope_since from members where members.id = jobs.created_by_id), jobs.kept_scope_since), false)`

/** A limit that is newer than the job may exclude any of its users: a new plan is compared with it. */
export function checkMayIntend({ state, isLimitNew }: LockedJob, seqs: readonly number[]): void {
  if (state !== 'running' && state !== 'waiting') throw new SendingStoppedError(`the job is ${state}`)
  if (isLimitNew) throw new CallRefusedError(seqs.map((seq) => ({ seq, note: beyondLimit })))
}

const beyondLimit: PlanNote = { code: 'user_out_of_scope', details: {} }

/**
 * Runs a write of a lease: locks the job's row first, which serializes control and writes of one job and refuses an
 * overtaken worker before it writes anything.
 */
export async function underLease<T>(
  db: Db,
  lease: Lease,
  write: (trx: Transaction<Tables>, job: LockedJob) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (trx) => {
    const job = await trx
      .selectFrom('jobs')
      .select(['epoch', 'state', 'total', hasNewLimit.as('isLimitNew')])
      .where('id', '=', lease.jobId)
      .forUpdate()
      .executeTakeFirst()
    if (job?.epoch !== lease.epoch) throw new LeaseLostError('another worker took the job over')
    return write(trx, job)
  })
}

/**
 * A script's job that its call abandoned: its effect is re-read, and nothing more is sent. An erasure that a member sent
 * again is sent.
 */
const leftByScript = sql<boolean>`(source = 'script' and state in ('queued', 'running', 'waiting')
  and created_at < clock_timestamp() - interval '2 minutes'
  and not exists (select from job_items i where i.job_id = jobs.id and i.resent))`

/** No worker takes a job before its start time, nor any while all changes are stopped, except to end it. */
const mayRun = sql<boolean>`(state in ('pausing', 'cancelling') or not (
  exists (select from job_guards g where g.job_id = jobs.id and g.start_at > clock_timestamp())
  or exists (select from guard_state where stopped_at is not null)))`

/** Leases use the database's clock, which all replicas share. */
export const inMs = (ms: number) => sql<Date>`clock_timestamp() + ${ms}::float8 * interval '1 millisecond'`

/** The groups to whose users the member who applied the plan is limited, or was when they were removed. */
const limitOfMember = sql<
  readonly string[] | null
>`coalesce((select nullif(members.scope -> 'groups', 'null'::jsonb) from members
  where members.id = jobs.created_by_id), jobs.kept_groups)`

/** A restored store, or one of another account, runs no job until an owner releases it. */
const notHeld = (db: Db) => sql<boolean>`exists (select from store_state where ${maySend(db)})`

export async function acquireLease(db: Db, jobId: string, leaseMs: number): Promise<LeasedJob | 'held' | 'idle'> {
  const job = await db
    .updateTable('jobs')
    .set({
      epoch: sql`epoch + 1`,
      lease_until: inMs(leaseMs),
      state: sql`case when ${leftByScript} then 'cancelling' when state = 'queued' then 'running' else state end`,
      started_at: sql`coalesce(started_at, clock_timestamp())`,
    })
    .where('id', '=', jobId)
    .where('state', 'in', workStates)
    .where(notHeld(db))
    .where(mayRun)
    .where((where) =>
      where.or([where('lease_until', 'is', null), where('lease_until', '<', sql<Date>`clock_timestamp()`)]),
    )
    .returning(['id', 'epoch', 'state', 'total', 'created_by', 'kinds', limitOfMember.as('limit')])
    .executeTakeFirst()
  if (job !== undefined) {
    const { id, epoch, state, total, created_by: createdBy, kinds, limit } = job
    return { lease: { jobId: id, epoch }, state, total, createdBy, kinds, groups: limit }
  }
  const waiting = await db
    .selectFrom('jobs')
    .select('id')
    .where('id', '=', jobId)
    .where('state', 'in', workStates)
    .where(notHeld(db))
    .where(mayRun)
    .executeTakeFirst()
  return waiting === undefined ? 'idle' : 'held'
}

export async function renewLease(db: Db, lease: Lease, leaseMs: number): Promise<JobState> {
  const job = await db
    .updateTable('jobs')
    .set({ lease_until: inMs(leaseMs) })
    .where('id', '=', lease.jobId)
    .where('epoch', '=', lease.epoch)
    .returning('state')
    .executeTakeFirst()
  if (job === undefined) throw new LeaseLostError('another worker took the job over')
  return job.state
}

export async function readState(db: Db, lease: Lease): Promise<JobState> {
  const job = await db
    .selectFrom('jobs')
    .select('state')
    .where('id', '=', lease.jobId)
    .where('epoch', '=', lease.epoch)
    .executeTakeFirst()
  if (job === undefined) throw new LeaseLostError('another worker took the job over')
  return job.state
}

/** Why no call of a job may leave. */
export const isStopped = 'an owner stopped all changes'
export const isHeld = 'jobs are held, or the store belongs to another account'

/** Throws unless calls of the lease may leave now. */
export async function checkMaySend(db: Db, { jobId, epoch }: Lease): Promise<void> {
  const { rows } = await sql<{ state: JobState; stopped: boolean; held: boolean }>`
    select state, exists (select from guard_state where stopped_at is not null) as stopped, not ${notHeld(db)} as held
    from jobs where id = ${jobId} and epoch = ${epoch}`.execute(db)
  const [job] = rows
  if (job === undefined) throw new LeaseLostError('another worker took the job over')
  if (job.state !== 'running' && job.state !== 'waiting') throw new SendingStoppedError(`the job is ${job.state}`)
  if (job.stopped) throw new SendingStoppedError(isStopped)
  if (job.held) throw new SendingStoppedError(isHeld)
}

export async function releaseLease(db: Db, lease: Lease): Promise<void> {
  await db
    .updateTable('jobs')
    .set({ lease_until: null })
    .where('id', '=', lease.jobId)
    .where('epoch', '=', lease.epoch)
    .execute()
}

export async function abandonedJobs(db: Db): Promise<readonly { id: string; epoch: number }[]> {
  return (
    db
      .selectFrom('jobs')
      .select(['id', 'epoch'])
      .where('finished_at', 'is', null)
      .where('state', 'in', workStates)
      .where(notHeld(db))
      .where(mayRun)
      // A script's call has its job, or will in a moment.
      .where(sql<boolean>`(source <> 'script' or created_at < clock_timestamp() - interval '2 minutes')`)
      .where((where) =>
        where.or([where('lease_until', 'is', null), where('lease_until', '<', sql<Date>`clock_timestamp()`)]),
      )
      .orderBy('id')
      .execute()
  )
}
