import { sql, type Transaction } from 'kysely'
import type { BudgetDecision, BudgetLedger, BudgetState } from '../../../features/kore/ports.ts'
import type { Db } from '../database/storage.ts'
import type { Tables } from '../database/tables.ts'

/**
 * The ledger all replicas share, by the database's own clock. A process remembers the budget it last saw: a rule that
 * grants a call by it still grants it later, as long as nothing else changed, which the database checks. So a call
 * takes one statement; if another process changed the budget, the rule judges the new one.
 */
export function createSqlBudgetLedger(db: Db, connection: string): BudgetLedger {
  let known: Known | null = null
  async function take(keepMs: number, judged: Known | null, intentFollows = false): Promise<Taken> {
    const taken = await takeCall(db, connection, { keepMs, judged, intentFollows })
    known = taken.known
    return taken
  }
  return {
    decide: async (keepMs, rule, how) => {
      for (let tries = 0; tries < mostTries; tries += 1) {
        const isRemembered = tries === 0 && known !== null
        const judged = isRemembered && known !== null ? laterThan(known) : (await take(keepMs, null)).known
        const { answer, take: takes, remember } = rule(judged.state)
        if (remember !== undefined) break
        if (takes) {
          const { slot } = await take(keepMs, judged, how?.intentFollows)
          if (slot !== null) return { answer, slot }
        } else if (!isRemembered) return { answer, slot: null }
      }
      known = null
      return decideLocked(db, connection, { keepMs, rule })
    },
    read: (keepMs) => readState(db, connection, keepMs),
    commitSlot: async (slot) => {
      await db
        .updateTable('kore_calls')
        .set({ at: sql<number>`greatest(at, ${databaseNow})` })
        .where('id', '=', slot)
        .execute()
    },
    giveBack: async (slot) => {
      await db.deleteFrom('kore_calls').where('id', '=', slot).execute()
    },
  }
}

/** The state of a budget and its version. */
interface Known {
  readonly version: number
  readonly state: BudgetState
  /** When the state was current, by this process's clock. */
  readonly at: number
}

/** The slot is null if the budget changed since it was judged. */
interface Taken {
  readonly slot: string | null
  readonly known: Known
}

/** Attempts beside other processes before the lock is kept from reading to writing. */
const mostTries = 4

/** What is known, moved to this moment: behind the database's clock by at least the time of a response. */
function laterThan({ version, state, at }: Known): Known {
  const later = performance.now()
  return { version, state: { ...state, now: state.now + later - at }, at: later }
}

interface TakeRow {
  readonly slot?: string
  readonly now: number
  readonly version: number
  readonly calls: readonly number[]
  readonly blockedUntil: number
  readonly minute: number | null
  readonly hour: number | null
  readonly learnedAt: number
}

async function takeCall(
  db: Db,
  connection: string,
  how: { readonly keepMs: number; readonly judged: Known | null; readonly intentFollows: boolean },
): Promise<Taken> {
  const { keepMs, judged } = how
  // The commit of the intent flushes the log up to itself, this write included.
  const commit = how.intentFollows ? sql`, set_config('synchronous_commit', 'off', true)` : sql``
  const { rows } = await sql<{ taken: TakeRow }>`select kore_budget_take(
    ${connection}, ${judged?.version ?? -1}::bigint, ${judged?.state.now ?? 0}::float8, ${keepMs}::float8) as taken
    ${commit}`.execute(db)
  const taken = rows[0]?.taken
  if (taken === undefined) throw new Error('the budget returned nothing')
  const { slot, now, version } = taken
  const at = performance.now()
  if (slot !== undefined && judged !== null) {
    const calls = [...judged.state.calls.filter((call) => call > now - keepMs), now]
    return { slot, known: { version, at, state: { ...judged.state, now, calls } } }
  }
  const learned = { minute: taken.minute, hour: taken.hour, at: taken.learnedAt }
  const state = { now, calls: taken.calls, blockedUntil: taken.blockedUntil, learned }
  return { slot: null, known: { version, at, state } }
}

/** Reads, decides and writes under one lock: for a refusal, and beside too many other processes. */
function decideLocked<T>(
  db: Db,
  connection: string,
  { keepMs, rule }: { readonly keepMs: number; readonly rule: (state: BudgetState) => BudgetDecision<T> },
): Promise<{ answer: T; slot: string | null }> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`kore_budget ${connection}`}, 0))`.execute(tx)
    const state = await readState(tx, connection, keepMs)
    const { answer, take, remember } = rule(state)
    if (remember !== undefined) await writeRemembered(tx, connection, remember)
    return { answer, slot: take ? await addCall(tx, connection, { now: state.now, keepMs }) : null }
  })
}

/** `now()` is fixed within a transaction, and a transaction may have waited for the lock. */
const databaseNow = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::double precision`

async function addCall(
  tx: Transaction<Tables>,
  connection: string,
  at: { readonly now: number; readonly keepMs: number },
): Promise<string> {
  const { slot } = await tx
    .insertInto('kore_calls')
    .values({ connection, at: at.now })
    .returning(sql<string>`id::text`.as('slot'))
    .executeTakeFirstOrThrow()
  const old = at.now - at.keepMs
  await tx.deleteFrom('kore_calls').where('connection', '=', connection).where('at', '<=', old).execute()
  return slot
}

async function writeRemembered(
  tx: Transaction<Tables>,
  connection: string,
  kept: Pick<BudgetState, 'blockedUntil' | 'learned'>,
): Promise<void> {
  const row = {
    blocked_until: kept.blockedUntil,
    learned_minute: kept.learned.minute,
    learned_hour: kept.learned.hour,
    learned_at: kept.learned.at,
  }
  await tx
    .insertInto('kore_budget')
    .values({ connection, ...row })
    .onConflict((conflict) => conflict.column('connection').doUpdateSet(row))
    .execute()
}

async function readState(db: Db, connection: string, keepMs: number): Promise<BudgetState> {
  const { rows } = await sql<{ now: number }>`select ${databaseNow} as now`.execute(db)
  const now = rows[0]?.now
  if (now === undefined) throw new Error('the database returned no time')
  const calls = await db
    .selectFrom('kore_calls')
    .select('at')
    .where('connection', '=', connection)
    .where('at', '>', now - keepMs)
    .orderBy('at')
    .execute()
  const kept = await db.selectFrom('kore_budget').selectAll().where('connection', '=', connection).executeTakeFirst()
  return {
    now,
    calls: calls.map((call) => call.at),
    blockedUntil: kept?.blocked_until ?? 0,
    learned: { minute: kept?.learned_minute ?? null, hour: kept?.learned_hour ?? null, at: kept?.learned_at ?? 0 },
  }
}
