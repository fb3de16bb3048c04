import type { Bot, Group, Role } from '@muster/core/account/access'
import type { Message } from '@muster/core/text/message'
import { sql } from 'kysely'
import type { DirectoryStore, ListedUser, Pass } from '../../../features/directory/ports.ts'
import { storableJson, storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { reasonColumns, storedSentence } from '../database/stored-sentence.ts'
import { readDirectoryState, recountUsers } from './directory-reads.ts'
import { countOmittedUsers, readUnreadable, saveUnreadable, sweepUnreadable } from './unreadable-records.ts'
import { createTagDictionary } from './user-tags.ts'
import { upsertUsers } from './users-write.ts'

/** Most rows in one sweep statement; see `users-write.ts`. */
const sweepSize = 500

/** The directory's passes and their state, in SQL. */
export function createSqlDirectoryStore(db: Db): DirectoryStore {
  const tags = createTagDictionary(db)
  return {
    state: () => readDirectoryState(db),
    pass: () => readPass(db),
    beginPass: (at) => beginPass(db, at),
    savePass: (pass) => savePass(db, pass),
    saveGroups: (groups) => saveGroups(db, groups),
    saveBots: (bots) => saveBots(db, bots),
    saveRoles: (roles) => saveRoles(db, roles),
    upsertUsers: (users, readAt) => upsertUsers({ db, tags }, users, readAt),
    saveUnreadable: (records) => saveUnreadable(db, records),
    saveKnown: (step, reason) => saveKnown(db, step, reason),
    saveListFailure: (step, reason) => saveListFailure(db, step, reason),
    unreadable: () => readUnreadable(db),
    omittedUsers: () => countOmittedUsers(db),
    seenUsers: async () => {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from users where generation = (select generation from directory_state)`.execute(db)
      return rows[0]?.n ?? 0
    },
    unlistedUsers: async () => {
      const { rows } = await sql<ListedUser>`
        select id, email from users where generation < (select generation from directory_state) order by id`.execute(db)
      return rows
    },
    keepUsers: (ids) => keepUsers(db, ids),
    finishPass: (finished) => finishPass(db, finished),
    stopPass: (state, reason) => stopPass(db, state, reason),
  }
}

async function beginPass(db: Db, at: number): Promise<Pass> {
  const pass: Pass = { step: 'groups', cursor: null, done: 0, total: null }
  await db
    .updateTable('directory_state')
    .set((eb) => ({
      ...pass,
      state: 'loading',
      reason: null,
      reason_message: null,
      started_at: new Date(at),
      generation: eb('generation', '+', 1),
    }))
    .execute()
  return pass
}

async function savePass(db: Db, pass: Pass): Promise<void> {
  const cursor = pass.cursor === null ? null : storableText(pass.cursor)
  await db
    .updateTable('directory_state')
    .set({ ...pass, cursor, state: 'loading', reason: null, reason_message: null })
    .execute()
}

async function finishPass(
  db: Db,
  { source, at, sweep, reason }: Parameters<DirectoryStore['finishPass']>[0],
): Promise<void> {
  if (sweep) await sweepUsers(db)
  await sweepUnreadable(db)
  await prepareSearch(db)
  // Before the state: a reader who sees that the directory is ready sees its new count.
  recountUsers(db)
  await db
    .updateTable('directory_state')
    .set({ state: 'ready', step: null, cursor: null, source, ...reasonColumns(reason), synced_at: new Date(at) })
    .execute()
  // Rows that an earlier pass could still restore have been swept; a day is longer than any read.
  await db
    .deleteFrom('gone_users')
    .where('gone_at', '<', new Date(at - 86_400_000))
    .execute()
}

async function stopPass(db: Db, ...[state, reason]: Parameters<DirectoryStore['stopPass']>): Promise<void> {
  recountUsers(db)
  const { text, message } = storedSentence(reason)
  // A directory loaded from a file stays usable while Kore.ai refuses reads.
  await sql`
    update directory_state set reason = ${text}, reason_message = ${message}::jsonb,
      state = case when ${state} = 'forbidden' and source = 'csv' then 'ready' else ${state} end,
      step = case when ${state} = 'forbidden' then null else step end,
      cursor = case when ${state} = 'forbidden' then null else cursor end`.execute(db)
}

/** Without either, each search of new users reads far more: the search index holds them in a list, and nothing counts them. */
async function prepareSearch(db: Db): Promise<void> {
  await sql`select gin_clean_pending_list('users_by_search')`.execute(db)
  await db.transaction().execute(async (transaction) => {
    // 9,000 rows instead of 30,000, to hold up searches for less time.
    await sql`set local default_statistics_target = 30`.execute(transaction)
    await sql`analyze users`.execute(transaction)
  })
}

async function readPass(db: Db): Promise<Pass | null> {
  const row = await db
    .selectFrom('directory_state')
    .select(['step', 'cursor', 'done', 'total'])
    .executeTakeFirstOrThrow()
  return row.step === null ? null : { ...row, step: row.step }
}

async function saveGroups(db: Db, groups: readonly Group[]): Promise<void> {
  await sql`
    insert into access_groups (id, name, generation)
    select distinct on (id) id, name, (select generation from directory_state)
    from jsonb_to_recordset(${storableJson(groups)}::jsonb) as given (id text, name text)
    on conflict (id) do update set name = excluded.name, generation = excluded.generation`.execute(db)
}

async function saveBots(db: Db, bots: readonly Bot[]): Promise<void> {
  await sql`
    insert into access_bots (id, name, created_by, generation)
    select distinct on (id) id, name, "createdBy", (select generation from directory_state)
    from jsonb_to_recordset(${storableJson(bots)}::jsonb) as given (id text, name text, "createdBy" text)
    on conflict (id) do update
      set name = excluded.name, created_by = excluded.created_by, generation = excluded.generation`.execute(db)
}

async function saveRoles(db: Db, roles: readonly Role[]): Promise<void> {
  await sql`
    insert into access_roles (id, name, kind, generation)
    select distinct on (id) id, name, kind, (select generation from directory_state)
    from jsonb_to_recordset(${storableJson(roles)}::jsonb) as given (id text, name text, kind text)
    on conflict (id) do update set name = excluded.name, kind = excluded.kind, generation = excluded.generation`.execute(
    db,
  )
}

const lists = {
  groups: { table: 'access_groups', known: 'groups_known', reason: 'groups_reason', message: 'groups_reason_message' },
  roles: { table: 'access_roles', known: 'roles_known', reason: 'roles_reason', message: 'roles_reason_message' },
  bots: { table: 'access_bots', known: 'bots_known', reason: 'bots_reason', message: 'bots_reason_message' },
} as const

async function saveKnown(db: Db, step: keyof typeof lists, reason: Message | null): Promise<void> {
  const { table, known, reason: reasonColumn, message: messageColumn } = lists[step]
  const stored = reasonColumns(reason)
  await sql`
    with swept as (
      delete from ${sql.table(table)} where generation < (select generation from directory_state)
    )
    update directory_state set ${sql.ref(known)} = ${reason === null}, ${sql.ref(reasonColumn)} = ${stored.reason},
      ${sql.ref(messageColumn)} = ${stored.reason_message}::jsonb`.execute(db)
}

async function saveListFailure(
  db: Db,
  ...[step, reason]: Parameters<DirectoryStore['saveListFailure']>
): Promise<void> {
  const { text, message } = storedSentence(reason)
  const columns = lists[step]
  await sql`update directory_state set ${sql.ref(columns.reason)} = ${text}, ${sql.ref(columns.message)} = ${message}::jsonb`.execute(
    db,
  )
}

async function keepUsers(db: Db, ids: readonly string[]): Promise<void> {
  for (let start = 0; start < ids.length; start += sweepSize) {
    const some = storableJson(ids.slice(start, start + sweepSize))
    await sql`
      update users set generation = (select generation from directory_state)
      where id in (select jsonb_array_elements_text(${some}::jsonb))
        and not exists (select from users twin where twin.email_key = users.email_key and twin.id <> users.id
          and twin.generation = (select generation from directory_state))`.execute(db)
  }
}

/** Removes the users that the pass did not see, in small steps. */
async function sweepUsers(db: Db): Promise<void> {
  for (;;) {
    const result = await sql`
      delete from users where id in (
        select id from users where generation < (select generation from directory_state) limit ${sweepSize}
      )`.execute(db)
    if ((result.numAffectedRows ?? 0n) < BigInt(sweepSize)) return
  }
}
