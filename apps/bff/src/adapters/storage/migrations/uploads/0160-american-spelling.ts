import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** `shape` with the heading "Organization ID", as files name it from here on. */
const renamed = (shape: string) =>
  sql`regexp_replace(${sql.ref(shape)}, '(^|' || chr(31) || ')organisation id(?=' || chr(31) || '|$)', '\\1organization id', 'g')`

/** Renames a field and a heading. Column mappings that members made for files with the old heading stay theirs. */
export const americanSpelling: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`update uploads
      set detected = detected - 'recognisedAs' || jsonb_build_object('recognizedAs', detected -> 'recognisedAs')
      where detected ? 'recognisedAs'`.execute(db)
    // A member who mapped both keeps the mapping of the new heading.
    await sql`delete from upload_shapes earlier using upload_shapes later
      where later.member_id = earlier.member_id and later.shape <> earlier.shape
        and later.shape = ${renamed('earlier.shape')}`.execute(db)
    await sql`update upload_shapes set shape = ${renamed('shape')} where shape <> ${renamed('shape')}`.execute(db)
  },
}
