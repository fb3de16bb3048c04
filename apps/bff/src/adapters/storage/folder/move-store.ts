import { sql } from 'kysely'
import type { Db, Storage } from '../database/storage.ts'
import { StorageError } from '../database/storage-error.ts'
import { writtenHere } from '../database/store-state.ts'

const rowsAtOnce = 500

interface Table {
  readonly name: string
  readonly columns: readonly string[]
}

/** Muster's tables, each after those it refers to; without the migrations' own records. */
async function tablesOf(db: Db): Promise<readonly Table[]> {
  const { rows: tables } = await sql<Table>`
    select c.relname as name, array_agg(a.attname order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not like 'kysely%'
    group by c.relname order by c.relname`.execute(db)
  const { rows: references } = await sql<{ from: string; to: string }>`
    select conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint
    where contype = 'f' and conrelid <> confrelid`.execute(db)
  const ordered: Table[] = []
  const waiting = new Set(tables)
  while (waiting.size > 0) {
    const names = new Set([...waiting].map(({ name }) => name))
    const next = [...waiting].filter(({ name }) => !references.some((one) => one.from === name && names.has(one.to)))
    if (next.length === 0) throw new StorageError('unusable', 'The tables refer to each other in a circle.')
    for (const table of next) waiting.delete(table)
    ordered.push(...next)
  }
  return ordered
}

/** Count and digest of a table's rows, independent of store and order. */
async function digestOf(db: Db, { name, columns }: Table): Promise<string> {
  const row = sql.join(columns.map((column) => sql.ref(column)))
  const { rows } = await sql<{ digest: string }>`
    select count(*) || ' rows, ' || coalesce(bit_xor(('x' || left(md5(row(${row})::text), 16))::bit(64)::bigint), 0) as digest
    from ${sql.table(name)}`.execute(db)
  return rows[0]?.digest ?? ''
}

/** Copies one table's rows in insertion order, which rows that refer to earlier ones need. */
async function copyTable(from: Db, to: Db, { name, columns }: Table): Promise<void> {
  const list = sql.join(columns.map((column) => sql.ref(column)))
  await sql`declare moving cursor for select row_to_json(moved)::text as row from
    (select ${list} from ${sql.table(name)} order by ctid) moved`.execute(from)
  for (;;) {
    const { rows } = await sql<{ row: string }>`fetch ${sql.raw(String(rowsAtOnce))} from moving`.execute(from)
    if (rows.length === 0) break
    await sql`insert into ${sql.table(name)} (${list}) overriding system value
      select ${list} from json_populate_recordset(null::${sql.table(name)}, ${`[${rows.map(({ row }) => row).join(',')}]`}::json)`.execute(
      to,
    )
  }
  await sql`close moving`.execute(from)
}

/** Sets each sequence to its value in the source store. */
async function copySequences(from: Db, to: Db): Promise<void> {
  const { rows } = await sql<{ name: string; value: number | null }>`
    select sequencename as name, last_value::float8 as value from pg_sequences where schemaname = 'public'`.execute(
    from,
  )
  for (const { name, value } of rows)
    if (value !== null) await sql`select setval(${name}::regclass, ${value}::bigint)`.execute(to)
}

/** Tables that the migrations fill with a first row; the moved one replaces it. */
const begun = ['audit_head', 'bearer_key', 'directory_state', 'guard_state', 'store_state']

/** Refuses a move that would mix two states, or drop work that only the queue knows. */
async function refuseUnready(from: Db, to: Db, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables.filter((table) => !begun.includes(table.name))) {
    const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(to)
    if (rows.length > 0)
      throw new StorageError(
        'unusable',
        `PostgreSQL at DATABASE_URL is not empty: ${name} has rows. Name a new database.`,
      )
  }
  const computing = await from.selectFrom('plans').select('id').where('state', '=', 'computing').limit(1).execute()
  if (computing.length > 0)
    throw new StorageError('unusable', 'A plan is still being computed. Start Muster, let it finish, and move then.')
  const fixing = await sql`select from uploads where state = 'checking' and rechecking limit 1`.execute(from)
  if (fixing.rows.length > 0)
    throw new StorageError('unusable', 'A file is still being corrected. Start Muster, let it finish, and move then.')
}

/** Marks the state as written here: a moved store is no copy whose jobs must be held. */
async function markMoved(db: Db): Promise<void> {
  await sql`update store_state set mark = mark + 1, ${writtenHere} where id = 1`.execute(db)
}

/** Whether PostgreSQL has the state of a store whose move was ended: its mark is advanced there. */
export async function hasMoved(from: Storage, to: Storage): Promise<boolean> {
  const markOf = ({ db }: Storage) =>
    db.selectFrom('store_state').select(['store_id', 'mark']).executeTakeFirstOrThrow()
  const [source, target] = [await markOf(from), await markOf(to)]
  return source.store_id === target.store_id && target.mark > source.mark
}

/**
 * Moves every row of an embedded store into an empty PostgreSQL, both migrated to the same version, in one transaction,
 * and compares each table afterwards. `beforeCommit` is called last in it. Returns the number of tables. Throws
 * `StorageError`; PostgreSQL is then unchanged.
 */
export async function moveStore(from: Storage, to: Storage, beforeCommit: () => Promise<void>): Promise<number> {
  const tables = await tablesOf(from.db)
  await from.db.transaction().execute(async (source) => {
    await to.db.transaction().execute(async (target) => {
      // One side waits while the other reads a large table.
      await sql`set local idle_in_transaction_session_timeout to 0`.execute(target)
      await refuseUnready(source, target, tables)
      for (const db of [source, target]) await sql`set local timezone to 'UTC'`.execute(db)
      for (const name of begun) await sql`delete from ${sql.table(name)}`.execute(target)
      // It numbers the changes of a budget, whose number is copied.
      await sql`alter table kore_calls disable trigger kore_calls_changed`.execute(target)
      for (const table of tables) await copyTable(source, target, table)
      await sql`alter table kore_calls enable trigger kore_calls_changed`.execute(target)
      await copySequences(source, target)
      for (const table of tables) {
        const [before, after] = [await digestOf(source, table), await digestOf(target, table)]
        if (before !== after)
          throw new StorageError(
            'unusable',
            `${table.name} differs after the move (${before}; ${after}). Nothing was moved.`,
          )
      }
      await markMoved(target)
      await beforeCommit()
    })
  })
  return tables.length
}
