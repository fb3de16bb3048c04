import type { ChangeKind } from '@muster/core/change/change'
import type { GuardLimits } from '@muster/core/policy/limits'
import { sql, type Transaction } from 'kysely'
import { FlagsChangedError } from '../../../../engine/guard-ports.ts'
import { ErasureUnderWayError, type JobRunStore, type Lease, SendingStoppedError } from '../../../../engine/ports.ts'
import { advanceMark, markAdvance } from '../../database/store-state.ts'
import type { Tables } from '../../database/tables.ts'
import { endedUnderWay, erasuresUnderWay, lockErasures } from '../../erasures/erasures-under-way.ts'
import { guardCall } from '../../guards/guard-call.ts'
import { checkMayIntend, inMs, isHeld, isStopped, type LockedJob } from './jobs-lease.ts'
import { checkFlags, markSent, revertingItems } from './sent-flags.ts'

type Trx = Transaction<Tables>
type Call = Parameters<JobRunStore['intend']>[1]

/** Only updates that take nothing away: the guards have nothing to judge. */
export const takesNothing = ({ takings = [], seqs }: Call): boolean =>
  takings.length === seqs.length &&
  takings.every(({ taking }) => taking.kind === 'update' && !taking.takesAway && taking.adminRolesLost.length === 0)

interface IntentRow {
  readonly stopped: boolean
  readonly marked: number
  readonly reverting: boolean
  readonly storeId: string | null
  readonly mark: number | null
  /** The mark as this statement found it. */
  readonly seen: number
}

/** The intent of a call that takes nothing away, in one statement. */
export async function intendGains(
  trx: Trx,
  { lease, call, job }: { lease: Lease; call: Call; job: LockedJob },
): Promise<{ storeId: string; mark: number }> {
  const { state } = job
  checkMayIntend(job, call.seqs)
  const { rows } = await sql<IntentRow>`
    with reverting as (
      ${revertingItems(lease, call)}
    ), marked as (
      ${markSent(lease, call)} returning 1
    ), leased as (
      update jobs set lease_until = ${inMs(call.leaseMs)}
        ${state === 'waiting' ? sql`` : sql`, waits_for = null, waits_until = null`} where id = ${lease.jobId}
    ), advanced as (
      ${markAdvance(trx)} returning store_id, mark
    ) select s.stopped_at is not null as stopped, (select count(*)::int from marked) as marked,
      exists (select from reverting) as reverting, a.store_id as "storeId", a.mark,
      (select mark from store_state where id = 1) as seen from guard_state s left join advanced a on true`.execute(trx)
  const [row] = rows
  if (row === undefined || row.stopped) throw new SendingStoppedError(isStopped)
  if (row.storeId === null || row.mark === null) throw new SendingStoppedError(isHeld)
  if (row.marked !== call.seqs.length) throw new Error('an item about to be sent is not pending')
  if (row.reverting) throw new FlagsChangedError()
  // Another intent was committed while this one waited for the mark.
  if (row.mark !== row.seen + 1) await checkFlags(trx, lease, call)
  return { storeId: row.storeId, mark: row.mark }
}

export async function intend(
  trx: Trx,
  given: { lease: Lease; call: Call; job: LockedJob; limits: GuardLimits },
): Promise<{ storeId: string; mark: number }> {
  const { lease, call, job, limits } = given
  const { state } = job
  checkMayIntend(job, call.seqs)
  await guardCall(trx, { lease, takings: call.takings ?? [], holders: call.holders ?? new Map(), limits })
  const marked = await sql<{ kind: ChangeKind }>`${markSent(lease, call)} returning kind`.execute(trx)
  if (marked.rows.length !== call.seqs.length) {
    const ended = await endedUnderWay(trx, { jobId: lease.jobId, seqs: call.seqs })
    throw ended.length > 0 ? new ErasureUnderWayError(ended) : new Error('an item about to be sent is not pending')
  }
  if (marked.rows.some(({ kind }) => kind === 'erase')) {
    await lockErasures(trx)
    const underWay = await erasuresUnderWay(trx, { jobId: lease.jobId, seqs: call.seqs })
    if (underWay.length > 0) throw new ErasureUnderWayError(underWay)
  }
  await trx
    .updateTable('jobs')
    .set({ lease_until: inMs(call.leaseMs), ...(state === 'waiting' ? {} : { waits_for: null, waits_until: null }) })
    .where('id', '=', lease.jobId)
    .execute()
  const advanced = await advanceMark(trx)
  if (advanced === null) throw new SendingStoppedError(isHeld)
  await checkFlags(trx, lease, call)
  return advanced
}
