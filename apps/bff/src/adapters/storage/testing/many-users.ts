import type { Storage } from '../database/storage.ts'
import { createSqlUserDirectory } from '../directory/users-store.ts'
import { syntheticUsers } from './synthetic-users.ts'

/** Users written through the product's own path; the others are copies of them. */
const written = 10_000
/** Copies per statement: none runs for minutes. */
const perStatement = 100_000

const slowIndexes = [
  'users_by_search',
  'users_by_first_name',
  'users_by_last_name',
  'users_by_org_key',
  'users_by_status',
]
  .map((name) => `'${name}'`)
  .join()

/**
 * Fills an empty directory fast, in email order: ten thousand users through the product's own path, then copies of them
 * with another number in id and address, which keeps the frequency of every name, group and role. The indexes in another
 * order are created at the end. `count` is a multiple of 10,000, or less than that.
 */
export async function loadManyUsers(storage: Storage, count: number): Promise<void> {
  const first = [...syntheticUsers(Math.min(count, written))]
  const { rows } = await storage.executeSql(
    `select string_agg('drop index ' || relname, ';') as dropped, string_agg(pg_get_indexdef(oid), ';') as made
     from pg_class where relname in (${slowIndexes})`,
  )
  const [dropped, made] = Object.values(Object(rows[0])).map(String)
  await storage.executeSql(dropped ?? '')
  await createSqlUserDirectory(storage.db).upsertUsers(first, 1000)
  if (count > written) await copyUsers(storage, count / written)
  await storage.executeSql(`set maintenance_work_mem = '256MB'; ${made ?? ''}`)
  await storage.executeSql('vacuum (analyze) users')
}

async function copyUsers(storage: Storage, times: number): Promise<void> {
  await storage.executeSql('create table first_users as select * from users; truncate users')
  const everyNth = Math.ceil((times * written) / perStatement)
  for (let part = 0; part < everyNth; part += 1) {
    await storage.executeSql(
      `insert into users
       select id || '-' || k, replace(email, '@', k || '@'), replace(email_key, '@', k || '@'), first_name, last_name,
         org_user_id, status, groups, roles, can_create_bot, is_developer, is_admin,
         regexp_replace(search, '^ (\\S+ \\S+) ', ' \\1' || k || ' '), tags, generation, read_at, first_key, last_key
       from (select *, ntile($1) over (order by email_key) as part from first_users) as f
         cross join generate_series(1, $2) as k
       where part = $3 order by 3`,
      [everyNth, times, part + 1],
    )
  }
  await storage.executeSql('drop table first_users')
}
