import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The phrases that earlier versions stored, with their codes. */
const codes = {
  "Kore.ai's own import file": 'kore_import',
  'a report of Muster': 'muster_report',
  "the body of Kore.ai's Update Users": 'update_users',
  "the body of Kore.ai's Remove Users": 'remove_users',
  "the body of Kore.ai's Delete Customer Data": 'erase_data',
}

/** Names recognized files by a code: a page shows it in the language of its reader. */
export const recognizedFiles: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`update uploads
      set detected = jsonb_set(detected, '{recognizedAs}', coalesce(${JSON.stringify(codes)}::jsonb -> (detected ->> 'recognizedAs'), 'null'))
      where detected ->> 'recognizedAs' is not null`.execute(db)
  },
}
