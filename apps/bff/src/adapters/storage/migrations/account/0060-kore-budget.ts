import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The shared budget of calls: one row a call of the last hour, one row a connection for Kore.ai's refusals. */
export const koreBudget: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('kore_calls')
      .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('connection', 'text', (column) => column.notNull())
      .addColumn('at', 'double precision', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('kore_calls_connection_at').on('kore_calls').columns(['connection', 'at']).execute()
    await db.schema
      .createTable('kore_budget')
      .addColumn('connection', 'text', (column) => column.primaryKey())
      .addColumn('blocked_until', 'double precision', (column) => column.notNull())
      .addColumn('learned_minute', 'integer')
      .addColumn('learned_hour', 'integer')
      .addColumn('learned_at', 'double precision', (column) => column.notNull())
      .execute()
  },
}
