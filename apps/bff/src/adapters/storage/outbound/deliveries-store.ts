import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { type Selectable, sql, type Transaction } from 'kysely'
import type { Attempt, Delivery, DeliveryStore, NewDelivery } from '../../../features/notices/ports.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { storableJson } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import type { Tables } from '../database/tables.ts'
import type { OutboundTables } from '../tables/outbound.ts'
import { expireApprovals } from './expire-approvals.ts'

/** Notices on their way, in SQL. */
export function createSqlDeliveryStore(db: Db): DeliveryStore {
  return {
    derive: (cursor, deliveries) => db.transaction().execute((trx) => derive(trx, cursor, deliveries)),
    due: async (destinations, now, limit) => {
      if (destinations.length === 0) return []
      const rows = await waiting(db)
        .where('destination', 'in', destinations)
        .where('next_at', '<=', new Date(now))
        .orderBy('next_at')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(deliveryOf)
    },
    record: (delivery, attempt, at) => record(db, delivery, { attempt, at }),
    recordTest: async (test, attempt) => {
      await db
        .insertInto('notice_deliveries')
        .values({ ...rowOf(test), ...resultOf(attempt, test.at), attempts: 1 })
        .execute()
    },
    state: () => stateByDestination(db),
    givenUp: async (limit) => {
      const rows = await db
        .selectFrom('notice_deliveries')
        .selectAll()
        .where('given_up_at', 'is not', null)
        .where('kind', '<>', 'test')
        .orderBy('made_at', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ ...deliveryOf(row), error: row.error }))
    },
    retry: (id, by) => retry(db, id, by),
    expireApprovals: (madeBefore, at) => expireApprovals(db, madeBefore, at),
  }
}

async function derive(
  trx: Transaction<Tables>,
  { name, holder, seq }: Parameters<DeliveryStore['derive']>[0],
  deliveries: readonly NewDelivery[],
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('outbound_cursors')
    .set({ seq })
    .where('name', '=', name)
    .where('holder', '=', holder)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  if (deliveries.length > 0)
    await trx
      .insertInto('notice_deliveries')
      .values(deliveries.map(rowOf))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  return true
}

const waiting = (db: Db) =>
  db.selectFrom('notice_deliveries').selectAll().where('delivered_at', 'is', null).where('given_up_at', 'is', null)

const rowOf = ({ id, destination, notice, at }: NewDelivery) => ({
  id,
  destination,
  kind: notice.kind,
  notice: storableJson(notice),
  made_at: new Date(at),
  next_at: new Date(at),
})

const deliveryOf = (row: Selectable<OutboundTables['notice_deliveries']>): Delivery => ({
  id: row.id,
  destination: row.destination,
  kind: row.kind,
  notice: row.notice,
  madeAt: row.made_at.getTime(),
  attempts: row.attempts,
})

function resultOf(attempt: Attempt, at: number) {
  const when = new Date(at)
  if (attempt.kind === 'delivered') return { delivered_at: when, error: null }
  return { failed_at: when, given_up_at: attempt.nextAt === null ? when : null, error: storableJson(attempt.error) }
}

async function record(
  db: Db,
  { id, destination }: Pick<Delivery, 'id' | 'destination'>,
  { attempt, at }: { attempt: Attempt; at: number },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('notice_deliveries')
      .set({ ...resultOf(attempt, at), attempts: sql`attempts + 1` })
      .$if(attempt.kind === 'failed' && attempt.nextAt !== null, (query) =>
        query.set({ next_at: new Date(attempt.kind === 'failed' ? (attempt.nextAt ?? at) : at) }),
      )
      .where('id', '=', id)
      .execute()
    if (attempt.kind === 'delivered' || attempt.nextAt !== null) return
    const sentence = message('audit.notice_given_up', { destination, reason: attempt.error })
    await appendAudit(trx, [{ action: 'notice.given_up', actor: 'Muster', sentence }], new Date(at))
  })
}

async function retry(db: Db, id: string, { actor, at }: { actor: string; at: number }): Promise<string | null> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('notice_deliveries')
      .set({ given_up_at: null, attempts: 0, next_at: new Date(at) })
      .where('id', '=', id)
      .where('given_up_at', 'is not', null)
      .where('kind', '<>', 'test')
      .returning('destination')
      .executeTakeFirst()
    if (row === undefined) return null
    const sentence = message('audit.notice_retried', { actor, destination: row.destination })
    await appendAudit(trx, [{ action: 'notice.retried', actor, sentence }], new Date(at))
    return row.destination
  })
}

interface StateRow {
  readonly destination: string
  readonly waiting: number
  readonly delivered_at: Date | null
  readonly failed_at: Date | null
  readonly error: Message | null
}

async function stateByDestination(db: Db) {
  const { rows } = await sql<StateRow>`select destination,
      (count(*) filter (where delivered_at is null and given_up_at is null))::int as waiting,
      max(delivered_at) as delivered_at, max(failed_at) as failed_at,
      (array_agg(error order by failed_at desc nulls last))[1] as error
    from notice_deliveries group by destination`.execute(db)
  return new Map(
    rows.map((row) => {
      const [succeededAt, failedAt] = [row.delivered_at?.getTime() ?? null, row.failed_at?.getTime() ?? null]
      // A later success ends an earlier failure.
      const isFailing = failedAt !== null && (succeededAt === null || failedAt > succeededAt)
      return [row.destination, { waiting: row.waiting, succeededAt, failedAt, error: isFailing ? row.error : null }]
    }),
  )
}
