import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** How far the audit was read for each receiver, and the notices to deliver. */
export const outbound: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table outbound_cursors (
      name text primary key,
      seq bigint not null,
      holder text,
      held_until timestamptz,
      sent_at timestamptz,
      failed_at timestamptz,
      error jsonb
    )`.execute(db)
    await sql`create table notice_deliveries (
      id text primary key,
      destination text not null,
      kind text not null,
      notice jsonb not null,
      made_at timestamptz not null,
      attempts integer not null default 0,
      next_at timestamptz not null,
      delivered_at timestamptz,
      failed_at timestamptz,
      given_up_at timestamptz,
      error jsonb
    )`.execute(db)
    await sql`create index notice_deliveries_due on notice_deliveries (next_at)
      where delivered_at is null and given_up_at is null`.execute(db)
    await sql`create index notice_deliveries_made on notice_deliveries (made_at)`.execute(db)
    await sql`alter table approvals add column expired_at timestamptz`.execute(db)
  },
}
