import { sql } from 'kysely'
import { storableJson } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { walkBlocks } from '../plans/plan-blocks.ts'

/** Items of plans as versions before the blocks stored them: one row each. The column's name changed once. */
export async function restorePlanItems(db: Db, retriesColumn: 'asks_again' | 'retries_seq'): Promise<void> {
  await sql`
    create table plan_items (plan_id text not null references plans (id) on delete cascade, seq int not null,
      subject text, user_id text, kind text not null, disposition text not null, causes text[] not null,
      effects text[] not null, search text not null, item jsonb not null, ${sql.ref(retriesColumn)} int,
      primary key (plan_id, seq))`.execute(db)
  const plans = await db.selectFrom('plans').select('id').execute()
  for (const { id } of plans) {
    for await (const kept of walkBlocks(db, id, { block: 0 })) {
      const rows = kept.map(({ item, retriesSeq }) => ({
        seq: item.seq,
        user_id: item.user?.id ?? null,
        kind: item.change.kind,
        disposition: item.disposition,
        retries: retriesSeq,
        item,
      }))
      await sql`
        insert into plan_items (plan_id, seq, user_id, kind, disposition, causes, effects, search, item, ${sql.ref(retriesColumn)})
        select ${id}, seq, user_id, kind, disposition, '{}', '{}', '', item, retries
        from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(seq int, user_id text, kind text, disposition text,
          retries int, item jsonb)`.execute(db)
    }
  }
}
