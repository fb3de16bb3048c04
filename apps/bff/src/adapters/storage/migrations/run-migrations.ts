import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { sql } from 'kysely'
import { DEFAULT_MIGRATION_TABLE, type Migration, Migrator } from 'kysely/migration'
import type { Storage } from '../database/storage.ts'
import { StorageError } from '../database/storage-error.ts'

type Migrations = Readonly<Record<string, Migration>>

/** Loaded only by a store that lacks some: their code is a tenth of what a start loads. */
const registered = async (): Promise<Migrations> => (await import('./registry.ts')).migrations

/** The names of all migrations, which are those of their files. */
export const registeredNames = (): ReadonlySet<string> =>
  new Set(
    readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
      .map((file) => basename(file, '.ts'))
      .filter((name) => /^\d{4}-[a-z0-9-]+$/.test(name)),
  )

/**
 * Migrates the schema to this program's version. Replicas that start together wait for each other (advisory lock); all
 * migrations are one transaction, so a kill leaves the schema unchanged. Throws `StorageError`.
 */
export async function migrate(storage: Storage, given?: Migrations): Promise<void> {
  const names = given === undefined ? registeredNames() : new Set(Object.keys(given))
  const executed = await refuseNewerSchema(storage, names)
  // The migrator reads the whole schema first.
  if ([...names].every((name) => executed.has(name))) return
  const migrations = given ?? (await registered())
  const migrator = new Migrator({
    db: storage.db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    // Numbers are assigned in ranges by noun, so a lower one may come later.
    allowUnorderedMigrations: true,
  })
  const { error, results } = await migrator.migrateToLatest()
  if (error === undefined) return
  const failed = results?.find((result) => result.status === 'Error')?.migrationName
  const reason = error instanceof Error ? error.message : 'no reason given'
  throw new StorageError(
    'migration_failed',
    `The database could not be migrated (${failed ?? 'start'}): ${reason}`,
    error,
  )
}

/** Refuses a store that has migrations this program does not have. Returns those that it has. Throws `StorageError`. */
export async function refuseNewerSchema(
  storage: Storage,
  known: ReadonlySet<string> = registeredNames(),
): Promise<ReadonlySet<string>> {
  const table = await sql<{ present: boolean }>`
    select to_regclass(${DEFAULT_MIGRATION_TABLE}) is not null as present`.execute(storage.db)
  if (table.rows[0]?.present !== true) return new Set()
  const executed = await sql<{
    name: string
  }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)} order by name`.execute(storage.db)
  const names = executed.rows.map((row) => row.name)
  const unknown = names.filter((name) => !known.has(name))
  if (unknown.length === 0) return new Set(names)
  throw new StorageError(
    'newer_schema',
    `The database was made by a newer Muster (it has ${unknown.join(', ')}). Start that version or restore a backup of this one.`,
  )
}
