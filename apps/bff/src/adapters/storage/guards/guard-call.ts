import { judgeCall } from '@muster/core/policy/judge-call'
import type { GuardLimits } from '@muster/core/policy/limits'
import { sql, type Transaction } from 'kysely'
import { CallRefusedError, type GuardedTaking, JobHeldError, type Lease } from '../../../engine/ports.ts'
import { storableJson } from '../database/storable-json.ts'
import type { Tables } from '../database/tables.ts'
import { readLookups } from '../directory/directory-reads.ts'
import { lockGuards, readAccountFacts, readHoldersLeft } from './guard-facts.ts'

type Trx = Transaction<Tables>

const needsLock = ({ taking }: GuardedTaking): boolean => taking.kind !== 'update' || taking.adminRolesLost.length > 0

/**
 * Checks a call in the transaction of its intent. Destructive calls of all jobs run one at a time here: two jobs that
 * are allowed alone must not go below a floor together. Throws `CallRefusedError` with the users refused,
 * `JobHeldError` when stopped.
 */
export async function guardCall(
  trx: Trx,
  { lease, takings, limits }: { lease: Lease; takings: readonly GuardedTaking[]; limits: GuardLimits },
): Promise<void> {
  const locked = takings.some(needsLock)
  if (locked) await lockGuards(trx)
  const { stopped_at } = await trx.selectFrom('guard_state').select('stopped_at').executeTakeFirstOrThrow()
  if (stopped_at !== null) throw new JobHeldError('an owner stopped all changes')
  if (!takings.some(({ taking }) => taking.takesAway || taking.kind !== 'update')) return
  const facts = await factsOf(trx, lease, takings)
  const notes = judgeCall(
    takings.map(({ taking }) => taking),
    { ...facts, limits, floors: { ...facts.floors, protectedUsers: limits.protectedUsers } },
  )
  const refused = takings.flatMap(({ seq }, n) => {
    const note = notes[n] ?? null
    return note === null ? [] : [{ seq, note }]
  })
  if (refused.length > 0) throw new CallRefusedError(refused)
  if (locked) await recordSend(trx, lease, takings)
}

async function factsOf(trx: Trx, { jobId }: Lease, takings: readonly GuardedTaking[]) {
  const job = await trx
    .selectFrom('jobs')
    .leftJoin('job_guards', 'job_guards.job_id', 'jobs.id')
    .select(['jobs.created_by', 'job_guards.share_confirmed'])
    .where('jobs.id', '=', jobId)
    .executeTakeFirstOrThrow()
  const admins = await readHoldersLeft(
    trx,
    takings.flatMap(({ userId }) => userId ?? []),
  )
  return {
    floors: { admins, actor: job.created_by },
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
