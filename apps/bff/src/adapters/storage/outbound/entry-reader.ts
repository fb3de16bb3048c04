import type { EntryReader } from '../../../features/notices/ports.ts'
import { chainedOf, entryOf } from '../audit/audit-rows.ts'
import type { Db } from '../database/storage.ts'

/** Entries of the audit in the order of the chain: an entry is committed only after those before it. */
export const createSqlEntryReader = (db: Db): EntryReader => ({
  after: async (seq, limit) => {
    const rows = await db
      .selectFrom('audit_entries')
      .selectAll()
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(limit)
      .execute()
    return rows.map((row) => ({ ...entryOf(row), chained: chainedOf(row) }))
  },
  end: async () => {
    const head = await db.selectFrom('audit_head').select('seq').where('id', '=', 1).executeTakeFirst()
    return head?.seq ?? 0
  },
})
