import type { Storage } from '../database/storage.ts'
import { migrate } from '../migrations/run-migrations.ts'
import { openStorage } from '../open-storage.ts'
import { pgliteTemplate } from './pglite-template.ts'

interface Held {
  readonly storage: Storage
  /** The initial schema. */
  readonly shape: string
  /** One row for each table that has rows. */
  readonly filled: string
  /** Statements that restore the initial content of these tables. */
  readonly emptying: (filled: readonly string[]) => string
}

/** Closed stores, for reuse after emptying: opening PGlite takes seconds, emptying it milliseconds. */
const idle: Held[] = []

/** A migrated, empty store in memory. After `close` it is reused by the next caller. */
export async function openFreshPglite(): Promise<Storage> {
  const held = await emptied(idle.pop())
  return { ...held.storage, close: async () => void idle.push(held) }
}

async function emptied(held: Held | undefined): Promise<Held> {
  if (held === undefined) {
    const { tar } = await pgliteTemplate()
    return prepare(await openStorage({ kind: 'pglite', dataDir: null, template: tar }))
  }
  const { storage } = held
  await storage.executeSql('drop schema if exists pgboss cascade')
  if ((await shapeOf(storage)) === held.shape) {
    await storage.executeSql(held.emptying(await texts(storage, held.filled)))
    return held
  }
  // A test created another schema in it.
  await storage.executeSql('drop schema public cascade; drop schema at_first cascade; create schema public')
  await migrate(storage)
  return prepare(storage)
}

async function prepare(storage: Storage): Promise<Held> {
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
  return { storage, filled, emptying, shape: await shapeOf(storage) }
}

async function shapeOf(storage: Storage): Promise<string> {
  const shape = await texts(
    storage,
    `select concat_ws(' ', attrelid::regclass, attname, atttypid, attnotnull) from pg_attribute join pg_class on pg_class.oid = attrelid
       where relnamespace in ('public'::regnamespace, 'at_first'::regnamespace) and not attisdropped
     union all select concat_ws(' ', nspname) from pg_namespace
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
