import { sql, type Transaction } from 'kysely'
import type { BudgetLedger, BudgetState } from '../../../features/kore/ports.ts'
import type { Db } from '../database/storage.ts'
import type { Tables } from '../database/tables.ts'

/** The ledger all replicas share: one advisory lock a connection, the database's own clock. */
export function createSqlBudgetLedger(db: Db, connection: string): BudgetLedger {
  return {
    decide: (keepMs, rule) =>
      db.transaction().execute(async (tx) => {
        await sql`select pg_advisory_xact_lock(hashtextextended(${`kore_budget ${connection}`}, 0))`.execute(tx)
        const state = await readState(tx, connection, keepMs)
        const { answer, take, remember } = rule(state)
        if (remember !== undefined) await writeRemembered(tx, connection, remember)
        return { answer, slot: take ? await addCall(tx, connection, { now: state.now, keepMs }) : null }
      }),
    read: (keepMs) => readState(db, connection, keepMs),
    recordOutcomes: async (slot) => {
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
