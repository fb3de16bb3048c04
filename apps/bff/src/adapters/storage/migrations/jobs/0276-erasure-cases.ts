import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Requests by data subjects, each with its deadline, its hold and the plan of its erasure. */
export const erasureCases: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table erasure_cases (
      id text primary key,
      reference text not null,
      requester text not null,
      people jsonb not null,
      received_at timestamptz not null,
      due_at timestamptz not null,
      held_by text,
      held_at timestamptz,
      hold_reason text,
      plan_id text,
      plan_ids text[] not null default '{}',
      closed_by text,
      closed_at timestamptz,
      closing_note text,
      opened_by text not null,
      opened_at timestamptz not null
    )`.execute(db)
    await sql`create unique index erasure_cases_by_reference on erasure_cases (lower(reference))`.execute(db)
    await sql`create index erasure_cases_by_deadline on erasure_cases (due_at, id)`.execute(db)
  },
}
