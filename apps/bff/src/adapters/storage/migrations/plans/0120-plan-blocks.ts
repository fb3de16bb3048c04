import { hash } from 'node:crypto'
import type { PlanItem } from '@muster/core/plan/plan'
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { blockSize } from '../../../../features/plans/ports.ts'
import { encodeBlock, insertBlock } from '../../plans/plan-blocks.ts'

/**
 * Plans in compressed blocks instead of a row for each item; items of jobs have the few columns that statements join by.
 * Items of a job are inserted before the job, so they no longer refer to its row.
 */
export const planBlocks: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`
      create table plan_blocks (
        plan_id text not null references plans (id) on delete cascade,
        block int not null,
        items int not null,
        digest text not null,
        body bytea not null,
        dispositions text[] not null,
        causes text[] not null,
        effects text[] not null,
        primary key (plan_id, block)
      )`.execute(db)
    // Compressed already.
    await sql`alter table plan_blocks alter column body set storage external`.execute(db)
    await sql`alter table plans add column staged_job_id text, add column staged_blocks int not null default 0`.execute(
      db,
    )
    await sql`alter table job_items drop constraint job_items_job_id_fkey, add column row int,
      add column retries_seq int, add column erases jsonb`.execute(db)
    await sql`update job_items i set row = (p.item->>'row')::int, retries_seq = p.retries_seq,
        erases = case when i.kind = 'erase' then (p.item->'identifier')
          || jsonb_build_object('userId', p.user_id, 'scope', p.item->'change'->'scope') end
      from jobs j join plan_items p on p.plan_id = j.plan_id
      where i.job_id = j.id and i.seq = p.seq
        and (i.kind = 'erase' or p.retries_seq is not null or p.item->>'row' is not null)`.execute(db)
    const { rows } = await sql<{ id: string }>`select id from plans where state <> 'computing' order by id`.execute(db)
    for (const { id } of rows) await movePlan(db, id)
    await sql`drop table plan_items`.execute(db)
  },
}

interface OldItem {
  readonly item: PlanItem
  readonly retriesSeq: number | null
}

/** Plans that are being computed start over. The hash of a plan is over its blocks from now on. */
async function movePlan(db: Kysely<unknown>, id: string): Promise<void> {
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(seq), 0) as last from plan_items where plan_id = ${id}`.execute(db)
  let digests = ''
  for (let from = 0; from < (rows[0]?.last ?? 0); from += blockSize) {
    const found = await sql<OldItem>`
      select item, retries_seq as "retriesSeq" from plan_items
      where plan_id = ${id} and seq > ${from} and seq <= ${from + blockSize} order by seq`.execute(db)
    const encoded = await encodeBlock(found.rows)
    digests += encoded.digest
    await insertBlock(db, id, encoded)
  }
  await sql`update plans set hash = ${hash('sha256', digests, 'hex')} where id = ${id} and hash is not null`.execute(db)
}
