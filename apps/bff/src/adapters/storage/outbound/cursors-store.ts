import type { Message } from '@muster/core/text/message'
import { sql } from 'kysely'
import type { CursorStore } from '../../../features/notices/ports.ts'
import { storableJson } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'

/** How far each receiver got in the audit, in SQL. The clock of the database judges who holds a cursor. */
export function createSqlCursorStore(db: Db): CursorStore {
  const cursors = () => db.updateTable('outbound_cursors')
  return {
    read: async (name) => {
      const row = await db.selectFrom('outbound_cursors').selectAll().where('name', '=', name).executeTakeFirst()
      if (row === undefined) return null
      const { seq, sent_at, failed_at, error } = row
      return { seq, succeededAt: sent_at?.getTime() ?? null, failedAt: failed_at?.getTime() ?? null, error }
    },
    begin: async (name, seq) => {
      await db
        .insertInto('outbound_cursors')
        .values({ name, seq })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
    claim: (name, holder, seconds) => claim(db, { name, holder, seconds }),
    advance: async (name, holder, seq) => {
      const { numUpdatedRows } = await cursors()
        .set({ seq, sent_at: sql<Date>`clock_timestamp()`, error: null })
        .where('name', '=', name)
        .where('holder', '=', holder)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    fail: async (name, error: Message) => {
      await cursors()
        .set({ failed_at: sql<Date>`clock_timestamp()`, error: storableJson(error) })
        .where('name', '=', name)
        .execute()
    },
    release: async (name, holder) => {
      await cursors()
        .set({ holder: null, held_until: null })
        .where('name', '=', name)
        .where('holder', '=', holder)
        .execute()
    },
  }
}

async function claim(
  db: Db,
  { name, holder, seconds }: { name: string; holder: string; seconds: number },
): Promise<number | null> {
  const row = await db
    .updateTable('outbound_cursors')
    .set({ holder, held_until: sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})` })
    .where('name', '=', name)
    .where((eb) =>
      eb.or([eb('holder', 'is', null), eb('holder', '=', holder), eb('held_until', '<', sql<Date>`clock_timestamp()`)]),
    )
    .returning('seq')
    .executeTakeFirst()
  return row?.seq ?? null
}
