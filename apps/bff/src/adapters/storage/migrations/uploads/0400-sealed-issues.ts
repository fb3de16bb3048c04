import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { UploadTally } from '../../../../features/uploads/ports.ts'
import { bytesParameter } from '../../database/stored-bytes.ts'
import { packJson } from '../../uploads/block-bytes.ts'

const uploadsAtOnce = 8

async function moveGroups(db: Kysely<unknown>): Promise<void> {
  for (let after = ''; ; ) {
    const { rows } = await sql<{ id: string; groups: UploadTally['groups'] }>`
      select id, tally -> 'groups' as groups from uploads where tally is not null and id > ${after}
      order by id limit ${uploadsAtOnce}`.execute(db)
    const last = rows.at(-1)
    if (last === undefined) return
    for (const { id, groups } of rows)
      await sql`update uploads set issues = ${bytesParameter(await packJson(groups))}, issues_version = version
        where id = ${id}`.execute(db)
    after = last.id
  }
}

/** Groups of issues have values of cells: they are stored as these are, apart from the counts. */
export const sealedIssues: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table uploads add column counts jsonb, add column issues bytea,
      add column issues_version int not null default 0`.execute(db)
    // They are compressed already.
    await sql`alter table uploads alter column issues set storage external`.execute(db)
    await sql`update uploads set counts = tally -> 'counts'`.execute(db)
    await moveGroups(db)
    await sql`alter table uploads drop column tally`.execute(db)
    await sql`update keys_seen set resealed_at = null where purpose = 'sealing'`.execute(db)
  },
}
