import type { AdminPolicy } from '@muster/core/policy/floors'
import type { AccountFacts } from '@muster/core/policy/volume'
import { sql, type Transaction } from 'kysely'
import type { ConfirmedHolders } from '../../../engine/guard-ports.ts'
import { storableJson } from '../database/storable-json.ts'
import type { Tables } from '../database/tables.ts'

type Reader = Pick<Transaction<Tables>, 'selectFrom' | 'getExecutor'>

/** Takes the lock for destructive work of all jobs, until the transaction ends. */
export async function lockGuards(trx: Transaction<Tables>): Promise<void> {
  await trx.selectFrom('guard_state').select('one').forUpdate().executeTakeFirstOrThrow()
}

/** Whether an item's effect counts: it is in flight, it took effect, or its outcome is unknown. */
const counts = sql`(i.state in ('intended', 'in_doubt') or i.outcome in ('changed', 'unknown'))`
const isSentToday = sql`s.at > clock_timestamp() - interval '24 hours' and ${counts}`

interface CountedAccount {
  readonly users: number
  readonly removed: number
  readonly erased: number
  /** Removed and no longer in the directory. */
  readonly gone: number
  readonly removed_waiting: number
  readonly erased_waiting: number
}

/** Selects one row. Waiting: applied and not sent yet. */
export const accountFacts = (which: 'sent' | 'sent_and_waiting') => sql<CountedAccount>`
  select sent.*, waiting.* from (
    select (select count(*)::int from users) as users,
      (count(*) filter (where s.kind = 'remove'))::int as removed,
      (count(*) filter (where s.kind = 'erase'))::int as erased,
      (count(*) filter (where s.kind = 'remove' and not exists (select from users u where u.id = s.user_id)))::int as gone
    from destructive_sends s join job_items i using (job_id, seq) where ${isSentToday}
  ) sent, (
    select (count(*) filter (where i.kind = 'remove'))::int as removed_waiting,
      (count(*) filter (where i.kind = 'erase'))::int as erased_waiting
    from jobs j join job_items i on i.job_id = j.id
    where ${which === 'sent_and_waiting'} and j.finished_at is null and i.state = 'pending' and i.kind <> 'update'
  ) waiting`

export function accountFactsOf(counted: CountedAccount): AccountFacts {
  return {
    // Removed users leave the directory once a read confirms it. An empty directory does not know the account.
    users: counted.users === 0 ? 0 : counted.users + counted.gone,
    removedToday: counted.removed + counted.removed_waiting,
    erasedToday: counted.erased + counted.erased_waiting,
  }
}

/** Removals and erasures of the last 24 hours, and the account's size before them. */
export async function readAccountFacts(db: Reader, which: 'sent' | 'sent_and_waiting'): Promise<AccountFacts> {
  const [counted] = (await accountFacts(which).execute(db)).rows
  if (counted === undefined) throw new Error('a count without a row')
  return accountFactsOf(counted)
}

/** How many of these items the facts of the account count as sent. */
export async function countSent(
  db: Reader,
  { jobId, seqs }: { readonly jobId: string; readonly seqs: readonly number[] },
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from destructive_sends s join job_items i using (job_id, seq)
    where job_id = ${jobId} and seq = any(${[...seqs]}::int[]) and ${isSentToday}`.execute(db)
  return rows[0]?.n ?? 0
}

/** Whether user `u` lost the account role `held` in a call and was not synced since. */
export const isLost = sql`exists (
      select from admin_losses l join job_items i using (job_id, seq)
      where l.user_id = u.id and l.role_id = held ->> 'roleId'
        and ${counts} and (i.ended_at is null or u.read_at is null
          -- A read right after a change may still show what was before.
          or u.read_at < i.ended_at + interval '2 minutes'))`

/** Holders of each admin role, without users who lost it. */
export async function readHoldersLeft(db: Reader): Promise<AdminPolicy> {
  return holdersOf((await holdersLeft.execute(db)).rows)
}

/** Selects one row for each admin role. */
export const holdersLeft = sql<{ role: string; holders: number }>`
    select held ->> 'roleId' as role, (count(distinct u.id) filter (where not ${isLost}))::int as holders
    from users u, jsonb_array_elements(u.roles) as held
    where u.is_admin and held ->> 'botId' is null
    group by 1`

/** How many of these users still hold each role. */
export async function countConfirmed(db: Reader, holders: ConfirmedHolders): Promise<ReadonlyMap<string, number>> {
  const pairs = [...holders].flatMap(([role, ids]) => ids.map((id) => ({ role, id })))
  const { rows } = await sql<{ role: string; holders: number }>`
    select given.role, count(distinct u.id)::int as holders
    from jsonb_to_recordset(${storableJson(pairs)}::jsonb) as given(role text, id text)
      join users u using (id), jsonb_array_elements(u.roles) as held
    where held ->> 'botId' is null and held ->> 'roleId' = given.role and not ${isLost}
    group by 1`.execute(db)
  return holdersOf(rows).holders
}

export function holdersOf(rows: readonly { readonly role: string; readonly holders: number }[]): AdminPolicy {
  return { holders: new Map(rows.map(({ role, holders }) => [role, holders])), floor: 1 }
}
