import type { Kysely } from 'kysely'
import type { MailStore } from '../../../features/mail/ports.ts'
import type { Tables } from '../database/tables.ts'

/** Waiting mails in SQL. */
export function createSqlMailStore(db: Kysely<Tables>): MailStore {
  return {
    add: async ({ id, key, sealed, createdAt }) => {
      const added = await db
        .insertInto('mails')
        .values({ id, key, sealed, created_at: new Date(createdAt) })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .executeTakeFirst()
      return added.numInsertedOrUpdatedRows === 1n
    },
    take: (id, times) => take(db, id, times),
    release: async (id) => {
      await db.updateTable('mails').set({ taken_until: null }).where('id', '=', id).execute()
    },
    end: async (id, outcome, at) => {
      await db
        .updateTable('mails')
        .set({ outcome, ended_at: new Date(at), sealed: null, taken_until: null })
        .where('id', '=', id)
        .execute()
    },
    waitingSince: async (before) => {
      const rows = await db
        .selectFrom('mails')
        .select('id')
        .where('ended_at', 'is', null)
        .where('created_at', '<', new Date(before))
        .orderBy('id')
        .limit(1000)
        .execute()
      return rows.map(({ id }) => id)
    },
  }
}

async function take(
  db: Kysely<Tables>,
  id: string,
  { now, expiresAt }: Parameters<MailStore['take']>[1],
): ReturnType<MailStore['take']> {
  const taken = await db
    .updateTable('mails')
    .set({ taken_until: new Date(expiresAt) })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where((where) => where.or([where('taken_until', 'is', null), where('taken_until', '<', new Date(now))]))
    .returning(['sealed', 'created_at'])
    .executeTakeFirst()
  if (taken !== undefined && taken.sealed !== null)
    return { id, sealed: taken.sealed, createdAt: taken.created_at.getTime() }
  const waiting = await db
    .selectFrom('mails')
    .select('id')
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return waiting === undefined ? 'ended' : 'taken'
}
