import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SqlSession } from '../database/pglite/single-session-dialect.ts'
import type { StorageError } from '../database/storage-error.ts'
import { damaged, databaseFolder } from './store-record.ts'
import { pagesFiles, verifyPages } from './verify-pages.ts'

/** Bytes to verify before a start continues, about a second's work; the rest is verified in the background. */
const mostAtStart = 256 * 1024 * 1024

/** Refuses an open database that lacks the file of a table or an index. Throws `StorageError`. */
async function refuseMissing(session: SqlSession, dataDir: string): Promise<void> {
  const { rows } = await session.query(
    `select relname as name, pg_relation_filepath(oid) as path from pg_class
     where pg_relation_filepath(oid) is not null and not relisshared`,
    [],
  )
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the statement's two columns
  for (const { name, path } of rows as { name: string; path: string }[])
    if (!existsSync(join(databaseFolder(dataDir), path)))
      throw damaged(dataDir, `${path}, the file of ${name}, is missing`)
}

/** Databases have page checksums unless an older PostgreSQL made them. */
async function hasChecksums(session: SqlSession): Promise<boolean> {
  const { rows } = await session.query('show data_checksums', [])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the statement's one row
  return (rows as [{ data_checksums: string }])[0].data_checksums === 'on'
}

/** Splits the files into those that fit into `most` bytes and the rest. */
async function splitBySize(folder: string, most: number): Promise<{ first: string[]; rest: string[] }> {
  let bytes = 0
  const split: { first: string[]; rest: string[] } = { first: [], rest: [] }
  for (const path of await pagesFiles(folder)) {
    bytes += (await stat(join(folder, path))).size
    ;(bytes <= most ? split.first : split.rest).push(path)
  }
  return split
}

/**
 * Checks a database that was just opened: every file exists and every page is intact. Throws `StorageError` for damage.
 * A large database is verified in part; `rest` verifies the remainder while it is in use and resolves with the damage
 * found, or null.
 */
export async function checkOpenStore(
  session: SqlSession,
  dataDir: string,
  most = mostAtStart,
): Promise<{ rest(): Promise<StorageError | null> }> {
  await refuseMissing(session, dataDir)
  if (!(await hasChecksums(session))) return { rest: async () => null }
  const folder = databaseFolder(dataDir)
  const { first, rest } = await splitBySize(folder, most)
  const { damage } = await verifyPages(folder, first)
  if (damage !== null) throw damaged(dataDir, `${damage} does not have the content that was written`)
  return {
    async rest() {
      const later = await verifyPages(folder, rest)
      return later.damage === null
        ? null
        : damaged(dataDir, `${later.damage} does not have the content that was written`)
    },
  }
}
