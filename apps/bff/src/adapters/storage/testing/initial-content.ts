import type { Storage } from '../database/storage.ts'

/** What a migrated, empty store contains: creating a store takes seconds, restoring its content milliseconds. */
export interface InitialContent {
  /** The initial schema. */
  readonly shape: string
  /** One row for each table that has rows. */
  readonly filled: string
  /** Statements that restore the initial content of these tables. */
  readonly emptying: (filled: readonly string[]) => string
}

/** Removed rows stay in the files: in a database that grew, the next tests would be slow and have other query plans. */
const mostBytes = 64 * 1024 * 1024

/** Restores the content of a used store. False if a test changed its schema, or it grew. */
export async function restoreContent(storage: Storage, { shape, filled, emptying }: InitialContent): Promise<boolean> {
  await storage.executeSql('drop schema if exists pgboss cascade')
  const [bytes] = await texts(storage, 'select pg_database_size(current_database())')
  if (Number(bytes) > mostBytes || (await shapeOf(storage)) !== shape) return false
  await storage.executeSql(emptying(await texts(storage, filled)))
  return true
}

/** Keeps the content of a migrated, empty store in it, for `restoreContent`. */
export async function keepContent(storage: Storage): Promise<InitialContent> {
  const tables = await texts(
    storage,
    `select oid::regclass::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
       and relname not like 'kysely%'`,
  )
  const filled = tables
    .map((table) => `select '${table}' where exists (select from public.${table})`)
    .join(' union all ')
  const first = await texts(storage, filled)
  const copies = first.map((table) => `create table at_first.${table} as select * from public.${table}`)
  await storage.executeSql(['create schema at_first', ...copies].join(';'))
  const sequences = await texts(storage, `select oid::regclass::text from pg_class where relkind = 'S'`)
  const emptying = (now: readonly string[]) =>
    [
      // Without triggers and references: the audit refuses to be emptied, by design.
      'set session_replication_role = replica',
      // Most tables stay empty in a test, and each statement takes its time.
      ...now.map((table) => `delete from public.${table}`),
      ...first.map((table) => `insert into public.${table} overriding system value select * from at_first.${table}`),
      ...sequences.map((sequence) => `alter sequence ${sequence} restart`),
      'set session_replication_role = default',
    ].join(';')
  return { filled, emptying, shape: await shapeOf(storage) }
}

async function shapeOf(storage: Storage): Promise<string> {
  const shape = await texts(
    storage,
    `select concat_ws(' ', attrelid::regclass, attname, atttypid, attnotnull) from pg_attribute join pg_class on pg_class.oid = attrelid
       where relnamespace in ('public'::regnamespace, 'at_first'::regnamespace) and not attisdropped
     union all select concat_ws(' ', nspname) from pg_namespace where nspname not like 'pg_%temp_%'
     union all select concat_ws(' ', conrelid, conname, pg_get_constraintdef(oid)) from pg_constraint where connamespace = 'public'::regnamespace
     union all select concat_ws(' ', tgrelid, tgname, tgenabled) from pg_trigger
     union all select name from kysely_migration
     order by 1`,
  )
  return shape.join('\n')
}

/** The one column of a statement's rows. */
async function texts(storage: Storage, statement: string): Promise<string[]> {
  const { rows } = await storage.executeSql(statement)
  return rows.map((row) => String(Object.values(Object(row))[0]))
}
