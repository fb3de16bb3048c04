import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Gives the items of a script the key of those of a plan: a write no longer differs by the kind of identifier. */
export const scriptKeys: Migration = {
  up: async (db: Kysely<unknown>) => {
    const stored = await sql<{ source: string }>`
      select pg_get_functiondef('script_begin(jsonb)'::regprocedure) as source`.execute(db)
    const source = stored.rows[0]?.source ?? ''
    const replaced = source.replace(`'update:' || "by"`, `'update'`)
    if (replaced === source) throw new Error('script_begin is not the function of 0185-script-calls')
    await sql.raw(replaced).execute(db)
  },
}
