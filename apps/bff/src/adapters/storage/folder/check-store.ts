import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as z from 'zod/mini'
import type { SqlSession } from '../database/pglite/single-session-dialect.ts'
import type { StorageError } from '../database/storage-error.ts'
import { damaged, databaseFolder, type KnownContent, refuseShorter } from './store-record.ts'
import { findClearedPage, pagesFiles, verifyPages } from './verify-pages.ts'

/** Bytes to verify before a start continues, about a second's work; the rest is verified in the background. */
const mostAtStart = 256 * 1024 * 1024

const filesSchema = z.array(z.object({ name: z.string(), path: z.string() }))
const checksumsSchema = z.tuple([z.object({ data_checksums: z.string() })])

/** The files of the tables and indexes of an open database. Throws `StorageError` if one is missing. */
async function presentFiles(session: SqlSession, dataDir: string): Promise<ReadonlySet<string>> {
  const { rows } = await session.query(
    `select relname as name, pg_relation_filepath(oid) as path from pg_class
     where pg_relation_filepath(oid) is not null and not relisshared`,
    [],
  )
  const files = filesSchema.parse(rows)
  for (const { name, path } of files)
    if (!existsSync(join(databaseFolder(dataDir), path)))
      throw damaged(dataDir, `${path}, the file of ${name}, is missing`)
  return new Set(files.map(({ path }) => path))
}

/** The forks and segments of a table's file have its name and a suffix. */
const suffixes = /(?:_\w+)?(?:\.\d+)?$/

/** Refuses an open database that lacks the file of a table or an index, or a part of one. Throws `StorageError`. */
async function refuseCut(session: SqlSession, dataDir: string, known: KnownContent | null): Promise<void> {
  const files = await presentFiles(session, dataDir)
  if (known === null) return
  const folders = new Set(Array.from(files, (path) => dirname(path)))
  // A kill may leave files of dropped tables, which are empty; other databases have no dropped tables.
  await refuseShorter(
    dataDir,
    known.sizes,
    (path) => files.has(path.replace(suffixes, '')) || !folders.has(dirname(path)),
  )
}

/** Databases have page checksums unless an older PostgreSQL made them. */
async function hasChecksums(session: SqlSession): Promise<boolean> {
  const { rows } = await session.query('show data_checksums', [])
  return checksumsSchema.parse(rows)[0].data_checksums === 'on'
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

const pageDamage = (dataDir: string, page: string) =>
  damaged(dataDir, `${page} does not have the content that was written`)

/**
 * Refuses a closed database with a page that contained data and is all zeros, before PostgreSQL works on it. One that
 * was not closed is checked after its recovery, which may restore the page. Throws `StorageError`.
 */
export async function refuseCleared(dataDir: string, known: KnownContent, most = mostAtStart): Promise<void> {
  if (!known.isRecorded || !known.isClosed) return
  const folder = databaseFolder(dataDir)
  const { first } = await splitBySize(folder, most)
  const page = await findClearedPage(folder, first, known.zeroPages)
  if (page !== null) throw pageDamage(dataDir, page)
}

/**
 * Checks a database that was just opened: every file exists and every page is intact. Throws `StorageError` for damage.
 * A large database is verified in part; `rest` verifies the remainder while it is in use and resolves with the damage
 * found, or null.
 */
export async function checkOpenStore(
  session: SqlSession,
  { dataDir, known, most = mostAtStart }: { dataDir: string; known: KnownContent | null; most?: number },
): Promise<{ rest(): Promise<StorageError | null> }> {
  await refuseCut(session, dataDir, known)
  if (!(await hasChecksums(session))) return { rest: async () => null }
  const folder = databaseFolder(dataDir)
  const { first, rest } = await splitBySize(folder, most)
  const verify = async (paths: readonly string[]) => {
    const { damage } = await verifyPages(folder, paths, known?.zeroPages ?? {})
    return damage === null ? null : pageDamage(dataDir, damage)
  }
  const damage = await verify(first)
  if (damage !== null) throw damage
  return { rest: () => verify(rest) }
}
