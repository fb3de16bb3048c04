import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Roles are named sets of permissions; their names are checked in code. An operator becomes the nearest: a people manager. */
export const builtInRoles: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table members drop constraint if exists members_role_check`.execute(db)
    await sql`update members set role = 'people_manager' where role = 'operator'`.execute(db)
  },
}
