import type { UnreadableRecordEntry } from '@muster/contracts/users'
import { englishText, messageOf } from '@muster/wording/english'
import { sql } from 'kysely'
import type { UnreadableRecord } from '../../../features/directory/ports.ts'
import { storableJson } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'

/** Records stored per pass; a longer list helps no account. */
const mostKept = 10_000
/** Records returned in one response. */
const mostShown = 200
/** Characters of a stored reason; its facts are bounded one by one. */
const longestReason = 500

function storedRecord({ list, id, label, reason, excerpt, isOmitted }: UnreadableRecord) {
  return {
    list,
    id,
    label: englishText(label),
    label_message: messageOf(label),
    reason: englishText(reason).slice(0, longestReason).toWellFormed(),
    reason_message: reason,
    excerpt,
    omitted: isOmitted,
  }
}

/** Stores the unreadable records of the current pass. Users among them count as seen: their known values stay. */
export async function saveUnreadable(db: Db, records: readonly UnreadableRecord[]): Promise<void> {
  if (records.length === 0) return
  const given = storableJson(records.map(storedRecord))
  await sql`
    insert into unreadable_records (generation, list, label, label_message, reason, reason_message, excerpt, omitted)
    select (select generation from directory_state), list, label, label_message, reason, reason_message, excerpt, omitted
    from jsonb_to_recordset(${given}::jsonb)
      as row (list text, label text, label_message jsonb, reason text, reason_message jsonb, excerpt text,
        omitted boolean)
    where (select count(*) from unreadable_records where generation = (select generation from directory_state))
      < ${mostKept}
    on conflict do nothing`.execute(db)
  await sql`
    update users set generation = (select generation from directory_state)
    from jsonb_to_recordset(${given}::jsonb) as row (list text, id text)
    where row.list = 'users' and users.id = row.id`.execute(db)
}

/** Unreadable records of the latest pass that has any. */
export async function readUnreadable(db: Db): Promise<{ items: UnreadableRecordEntry[]; total: number }> {
  const rows = await latest(db)
    .select([
      'list',
      'label',
      'label_message as labelMessage',
      'reason',
      'reason_message as reasonMessage',
      'excerpt',
      'omitted as isOmitted',
    ])
    .orderBy('list', 'desc')
    .orderBy('label')
    .limit(mostShown)
    .execute()
  return { items: rows, total: (await countUnreadable(db)).unreadable }
}

/** Counts unreadable records, and those of them that are omitted entirely. */
export async function countUnreadable(db: Db): Promise<{ unreadable: number; omitted: number }> {
  return latest(db)
    .select((eb) => [
      eb.fn.countAll<number>().as('unreadable'),
      eb.fn.countAll<number>().filterWhere('omitted', '=', true).as('omitted'),
    ])
    .executeTakeFirstOrThrow()
}

/** Users of the current pass whose whole record was omitted. */
export async function countOmittedUsers(db: Db): Promise<number> {
  const row = await latest(db)
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('list', '=', 'users')
    .where('omitted', '=', true)
    .where('generation', '=', (eb) => eb.selectFrom('directory_state').select('generation'))
    .executeTakeFirstOrThrow()
  return row.n
}

/** At the end of a pass: removes the unreadable records of older passes. */
export async function sweepUnreadable(db: Db): Promise<void> {
  await sql`delete from unreadable_records where generation < (select generation from directory_state)`.execute(db)
}

function latest(db: Db) {
  return db
    .selectFrom('unreadable_records')
    .where('generation', '=', (eb) =>
      eb.selectFrom('unreadable_records').select((of) => of.fn.max('generation').as('n')),
    )
}
