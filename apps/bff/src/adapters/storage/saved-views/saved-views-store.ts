import { mostViews, type SavedView } from '@muster/contracts/saved-views/saved-views'
import { sql } from 'kysely'
import type { SavedViewStore } from '../../../features/saved-views/ports.ts'
import { storableJson, storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'

interface Stored {
  readonly id: string
  readonly content: Omit<SavedView, 'id'>
}

const contentOf = ({ name, search, columns }: SavedView): string => storableJson({ name, search, columns })

/** The saved searches in SQL. A member who is deleted takes theirs along. */
export function createSqlSavedViews(db: Db): SavedViewStore {
  const affected = ({ numAffectedRows }: { readonly numAffectedRows?: bigint }): boolean => (numAffectedRows ?? 0n) > 0n
  return {
    list: async (memberId) => {
      const { rows } = await sql<Stored>`
        select id, content from saved_views where member_id = ${memberId}
        order by lower(content ->> 'name'), id`.execute(db)
      return rows.map(({ id, content }) => ({ id, ...content }))
    },
    create: async (memberId, view, at) =>
      affected(
        await sql`insert into saved_views (id, member_id, content, made_at)
          select ${view.id}, ${memberId}, ${contentOf(view)}::jsonb, ${new Date(at)}::timestamptz
          where (select count(*) from saved_views where member_id = ${memberId}) < ${mostViews}`.execute(db),
      ),
    change: async (memberId, view) =>
      affected(
        await sql`update saved_views set content = ${contentOf(view)}::jsonb
          where id = ${storableText(view.id)} and member_id = ${memberId}`.execute(db),
      ),
    delete: async (memberId, id) =>
      affected(
        await sql`delete from saved_views where id = ${storableText(id)} and member_id = ${memberId}`.execute(db),
      ),
  }
}
