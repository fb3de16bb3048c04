import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Members by invitation: when each joined and last signed in. A link is a sign-in link or an invitation. Roles are
 * checked by the app, because they are no longer a fixed list. A session records when its member last proved who they are.
 */
export const members: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table members drop constraint members_role_check`.execute(db)
    await sql`alter table members add column joined_at timestamptz, add column last_sign_in_at timestamptz`.execute(db)
    await sql`update members set joined_at = created_at`.execute(db)
    await sql`alter table sign_in_links add column kind text not null default 'sign_in'`.execute(db)
    await sql`create index sign_in_links_by_member on sign_in_links (member_id)`.execute(db)
    await sql`alter table sessions add column authenticated_at timestamptz`.execute(db)
    await sql`update sessions set authenticated_at = created_at`.execute(db)
    await sql`alter table sessions alter column authenticated_at set not null`.execute(db)
  },
}
