import { judgeCall } from '@muster/core/policy/judge-call'
import type { GuardLimits } from '@muster/core/policy/limits'
import { sql, type Transaction } from 'kysely'
import {
  CallRefusedError,
  type ConfirmedHolders,
  type GuardedTaking,
  HoldersLostError,
} from '../../../engine/guard-ports.ts'
import { type Lease, SendingStoppedError } from '../../../engine/ports.ts'
import { storableJson } from '../database/storable-json.ts'
import type { Tables } from '../database/tables.ts'
import { readLookups } from '../directory/directory-reads.ts'
import { countConfirmed, lockGuards, readAccountFacts } from './guard-facts.ts'

type Trx = Transaction<Tables>

interface Guarded {
  readonly lease: Lease
  readonly takings: readonly GuardedTaking[]
  readonly holders: ConfirmedHolders
  readonly limits: GuardLimits
}

const needsLock = ({ taking }: GuardedTaking): boolean => taking.kind !== 'update' || taking.adminRolesLost.length > 0

/**
 * Checks a call in the transaction of its intent. Destructive calls of all jobs run one at a time here: two jobs that
 * are allowed alone must not go below a floor together. Throws `CallRefusedError` with the users refused,
 * `HoldersLostError` if reading other holders again may allow them, `SendingStoppedError` when stopped.
 */
export async function guardCall(trx: Trx, { lease, takings, holders, limits }: Guarded): Promise<void> {
  const locked = takings.some(needsLock)
  if (locked) await lockGuards(trx)
  const { stopped_at } = await trx.selectFrom('guard_state').select('stopped_at').executeTakeFirstOrThrow()
  if (stopped_at !== null) throw new SendingStoppedError('an owner stopped all changes')
  if (!takings.some(({ taking }) => taking.takesAway || taking.kind !== 'update')) return
  const confirmed = await countConfirmed(trx, holders)
  refuseUnread(takings, confirmed)
  const facts = await factsOf(trx, lease)
  const admins = { holders: holdersBefore(takings, confirmed), floor: 1 }
  const notes = judgeCall(
    takings.map(({ taking }) => taking),
    { ...facts, limits, floors: { admins, actor: facts.actor, protectedUsers: limits.protectedUsers } },
  )
  const refused = takings.flatMap(({ seq }, n) => {
    const note = notes[n] ?? null
    return note === null ? [] : [{ seq, note }]
  })
  const isLost = refused.length > 0 && [...holders.keys()].some((role) => !confirmed.has(role))
  if (isLost) throw new HoldersLostError(refused)
  if (refused.length > 0) throw new CallRefusedError(refused)
  if (locked) await recordSend(trx, lease, takings)
}

/** An unread user may hold any admin role of the account. Such a user is sent only if others hold them all. */
function refuseUnread(takings: readonly GuardedTaking[], confirmed: ReadonlyMap<string, number>): void {
  const refused = takings
    .filter(({ isRead, taking }) => !isRead && taking.adminRolesLost.some((role) => !confirmed.has(role)))
    .map(({ seq }) => ({ seq, note: { code: 'user_unreadable', details: {} } }) as const)
  if (refused.length > 0) throw new CallRefusedError(refused)
}

/** Holders of each admin role that the call takes: its own users, and others that its reads confirmed. */
function holdersBefore(takings: readonly GuardedTaking[], confirmed: ReadonlyMap<string, number>) {
  const holders = new Map(confirmed)
  for (const role of takings.flatMap(({ taking }) => taking.adminRolesLost)) {
    holders.set(role, (holders.get(role) ?? 0) + 1)
  }
  return holders
}

async function factsOf(trx: Trx, { jobId }: Lease) {
  const job = await trx
    .selectFrom('jobs')
    .leftJoin('job_guards', 'job_guards.job_id', 'jobs.id')
    .select(['jobs.created_by', 'job_guards.share_confirmed'])
    .where('jobs.id', '=', jobId)
    .executeTakeFirstOrThrow()
  return {
    actor: job.created_by,
    account: await readAccountFacts(trx, 'sent'),
    shareConfirmed: job.share_confirmed ?? false,
    lookups: await readLookups(trx),
  }
}

async function recordSend(trx: Trx, { jobId }: Lease, takings: readonly GuardedTaking[]): Promise<void> {
  const sends = takings.flatMap(({ seq, userId, taking: { kind } }) =>
    kind === 'update' ? [] : [{ seq, kind, user_id: userId }],
  )
  await sql`delete from destructive_sends where at < clock_timestamp() - interval '2 days'`.execute(trx)
  await sql`insert into destructive_sends (job_id, seq, kind, user_id, at)
    select ${jobId}, seq, kind, user_id, clock_timestamp()
    from jsonb_to_recordset(${storableJson(sends)}::jsonb) as r(seq int, kind text, user_id text)
    on conflict (job_id, seq) do update set at = excluded.at`.execute(trx)
  const losses = takings.flatMap(({ seq, userId, taking: { adminRolesLost } }) =>
    adminRolesLost.flatMap((roleId) => (userId === null ? [] : [{ seq, user_id: userId, role_id: roleId }])),
  )
  await sql`insert into admin_losses (user_id, role_id, job_id, seq, at)
    select user_id, role_id, ${jobId}, seq, clock_timestamp()
    from jsonb_to_recordset(${storableJson(losses)}::jsonb) as r(seq int, user_id text, role_id text)
    on conflict (user_id, role_id, job_id, seq) do update set at = excluded.at`.execute(trx)
}
