import type { Account, AccountDecision, Hold } from '@muster/contracts/hold'
import { message } from '@muster/wording/message'
import { sql, type Transaction } from 'kysely'
import type { HoldStore } from '../../../features/hold/ports.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { recountUsers } from '../directory/directory-reads.ts'
import { accountName, leaveAccount, parseAccount } from './account-change.ts'
import { accountText, isOwnAccount } from './own-account.ts'
import type { Db } from './storage.ts'
import { heldReason, writtenHere } from './store-state.ts'
import { storedSentence } from './stored-sentence.ts'
import type { Tables } from './tables.ts'

type Trx = Transaction<Tables>

/** The hold as screens show it and an owner releases it. */
export function createSqlHoldStore(db: Db): HoldStore {
  return {
    current: () => currentHold(db),
    isOwnAccount: async () => {
      const { rows } = await sql<{ own: boolean }>`
        select coalesce(${isOwnAccount(db)}, false) as own from store_state where id = 1`.execute(db)
      return rows[0]?.own === true
    },
    release: async (by) => {
      const result = await db.transaction().execute((trx) => release(trx, by))
      recountUsers(db)
      return result
    },
  }
}

interface Found {
  readonly account: string | null
  readonly other: string | null
  readonly held: Hold['reason'] | null
}

async function lockState(trx: Trx): Promise<Found> {
  const { rows } = await sql<Found>`select account, other_account as other, held_for as held
    from store_state where id = 1 for update`.execute(trx)
  const [found] = rows
  if (found === undefined) throw new Error('the store has no recorded state')
  return found
}

const line = { actor: 'Muster', subject: null, outcome: null, jobId: null } as const

type Binding =
  | { readonly kind: 'own' }
  | { readonly kind: 'held' | 'left'; readonly stored: Account; readonly connected: Account }

/**
 * At a start: compares the account of the store with the one this process is connected to. Another one is held, unless
 * nothing can be lost: a store without data of the account, or one of the built-in sandbox without unfinished jobs.
 */
export async function bindAccount(db: Db, connected: Account, at: number): Promise<Binding> {
  const text = accountText(connected)
  return db.transaction().execute(async (trx) => {
    const found = await lockState(trx)
    if (found.account === text) {
      if (found.other !== null) await returnToAccount(trx, found, { connected, at })
      return { kind: 'own' }
    }
    if (found.account === null) {
      await sql`update store_state set account = ${text}, ${writtenHere} where id = 1`.execute(trx)
      return { kind: 'own' }
    }
    const stored = parseAccount(found.account)
    if (await mayLeave(trx, found, stored)) {
      const facts = { from: accountName(stored), to: accountName(connected) }
      const sentence = message('audit.account_left', facts)
      await leaveAccount(trx, { from: stored, to: connected, sentence, actor: 'Muster', at })
      return { kind: 'left', stored, connected }
    }
    if (found.other !== text) await holdForAccount(trx, found, { stored, connected, at })
    return { kind: 'held', stored, connected }
  })
}

/** The built-in sandbox starts over each time, so nothing but its jobs could be missed. */
async function mayLeave(trx: Trx, { held }: Found, { isBuiltIn }: Account): Promise<boolean> {
  if (held !== null && held !== 'other_account') return false
  const { rows } = await sql<{ unfinished: boolean; holds: boolean }>`
    select exists (select from jobs where finished_at is null) as unfinished,
      exists (select from users) or exists (select from jobs) or exists (select from plans)
        or exists (select from uploads) or exists (select from selections) or exists (select from erasure_cases)
        as holds`.execute(trx)
  const [row] = rows
  return row?.unfinished === false && (isBuiltIn || !row.holds)
}

interface Accounts {
  readonly stored: Account
  readonly connected: Account
  readonly at: number
}

const heldForAccount = storedSentence(message('job.held_for_account'))

/** Jobs stay as they are: what was sent is recorded, unlike after a restore. */
async function holdForAccount(trx: Trx, { held }: Found, { stored, connected, at }: Accounts): Promise<void> {
  await sql`update store_state set other_account = ${accountText(connected)},
    held_since = coalesce(held_since, ${new Date(at)}), held_for = coalesce(held_for, 'other_account'), ${writtenHere}
    where id = 1`.execute(trx)
  if (held === null)
    await sql`update jobs set state = 'waiting', reason = ${heldForAccount.text},
        reason_message = ${heldForAccount.message}::jsonb, waits_for = null, waits_until = null
      where finished_at is null and state in ('queued', 'running', 'waiting')`.execute(trx)
  const sentence = message('audit.held_for_account', { stored: accountName(stored), connected: accountName(connected) })
  await appendAudit(trx, [{ ...line, action: 'store.held', sentence }], new Date(at))
}

/** Muster was started with the former account again. A hold after a restore stays. */
async function returnToAccount(
  trx: Trx,
  { held }: Found,
  { connected, at }: Pick<Accounts, 'connected' | 'at'>,
): Promise<void> {
  const ends = held === 'other_account'
  await sql`update store_state set other_account = null, held_since = case when ${ends} then null else held_since end,
    held_for = case when ${ends} then null else held_for end, ${writtenHere} where id = 1`.execute(trx)
  if (ends) await queueHeld(trx)
  const sentence = message('audit.account_returned', { account: accountName(connected) })
  await appendAudit(trx, [{ ...line, action: 'store.released', sentence }], new Date(at))
}

const queueHeld = (trx: Trx) =>
  sql`update jobs set state = 'queued', reason = null, reason_message = null
    where finished_at is null and state = 'waiting' and reason in (${heldReason.text}, ${heldForAccount.text})`.execute(
    trx,
  )

type Release = Parameters<HoldStore['release']>[0]

async function release(trx: Trx, { account, actor, at }: Release): ReturnType<HoldStore['release']> {
  const found = await lockState(trx)
  if (found.held === null) return 'not_held'
  if (found.other === null || found.account === null) {
    if (account !== undefined) return 'stale'
    await endHold(trx, null)
    const sentence = message('audit.released', { actor })
    await appendAudit(trx, [{ ...line, actor, action: 'store.released', sentence }], new Date(at))
    return 'released'
  }
  if (account === undefined || accountText(account.connected) !== found.other) return 'stale'
  const { is, connected: to } = account
  const result = await decideAccount(trx, { from: parseAccount(found.account), to, is, actor, at })
  return result === 'released' && found.held === 'other_account' ? 'decided' : result
}

interface Decided {
  readonly from: Account
  readonly to: Account
  readonly is: AccountDecision['is']
  readonly actor: string
  readonly at: number
}

async function decideAccount(trx: Trx, { from, to, is, actor, at }: Decided): Promise<'released' | 'not_same'> {
  const facts = { actor, from: accountName(from), to: accountName(to) }
  if (is === 'another') {
    await leaveAccount(trx, { from, to, sentence: message('audit.account_changed', facts), actor, at })
    return 'released'
  }
  // Its users are invented: no real account is the same.
  if (from.isBuiltIn || to.isBuiltIn) return 'not_same'
  await endHold(trx, accountText(to))
  const sentence = message('audit.account_is_same', facts)
  await appendAudit(trx, [{ ...line, actor, action: 'store.released', sentence }], new Date(at))
  return 'released'
}

async function endHold(trx: Trx, account: string | null): Promise<void> {
  await sql`update store_state set held_since = null, held_for = null, account = coalesce(${account}, account),
    other_account = null, ${writtenHere} where id = 1`.execute(trx)
  await queueHeld(trx)
}

async function currentHold(db: Db): Promise<Hold | null> {
  const { rows } = await sql<
    Omit<Hold, 'since' | 'accounts'> & { since: Date; stored: string | null; connected: string | null }
  >`
    select held_since as since, held_for as reason, account as stored, other_account as connected,
      (select count(*)::int from jobs where finished_at is null) as jobs,
      (select count(*)::int from job_items i join jobs j on j.id = i.job_id
        where j.finished_at is null and i.state <> 'settled') as users,
      (select count(*)::int from job_items i join jobs j on j.id = i.job_id
        where j.finished_at is null and i.outcome = 'unknown' and i.details->>'restored' = 'yes'
          and i.details->>'decision' is null) as erasures
    from store_state where id = 1 and held_since is not null`.execute(db)
  const [held] = rows
  if (held === undefined) return null
  const { stored, connected, since, ...counts } = held
  const accounts =
    stored === null || connected === null ? null : { stored: parseAccount(stored), connected: parseAccount(connected) }
  return { ...counts, since: since.toISOString(), accounts }
}
