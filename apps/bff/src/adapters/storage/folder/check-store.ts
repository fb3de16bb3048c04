import { dirname } from 'node:path'
import * as z from 'zod/mini'
import type { SqlSession } from '../database/pglite/single-session-dialect.ts'
import type { StorageError } from '../database/storage-error.ts'
import { damaged, databaseFolder, type KnownContent, refuseShorter } from './store-record.ts'
import { findDamage, pagesFiles, verifyPages } from './verify-pages.ts'

/** Bytes to verify before a start continues, about a second's work; the rest is verified in the background. */
const mostAtStart = 256 * 1024 * 1024

const filesSchema = z.array(z.object({ name: z.string(), path: z.string() }))
const checksumsSchema = z.tuple([z.object({ data_checksums: z.string() })])

/** By path, the bytes of each file. */
type Sizes = ReadonlyMap<string, number>

/** The files of the tables and indexes of an open database. Throws `StorageError` if one is not present. */
async function neededFiles(session: SqlSession, dataDir: string, present: Sizes): Promise<ReadonlySet<string>> {
  const { rows } = await session.query(
    `select relname as name, pg_relation_filepath(oid) as path from pg_class
     where pg_relation_filepath(oid) is not null and not relisshared`,
    [],
  )
  const files = filesSchema.parse(rows)
  for (const { name, path } of files)
    if (!present.has(path)) throw damaged(dataDir, `${path}, the file of ${name}, is missing`)
  return new Set(files.map(({ path }) => path))
}

/** The forks and segments of a table's file have its name and a suffix. */
const suffixes = /(?:_\w+)?(?:\.\d+)?$/

/** Refuses an open database that lacks the file of a table or an index, or a part of one. Throws `StorageError`. */
async function refuseCut(
  session: SqlSession,
  { dataDir, known, present }: { dataDir: string; known: KnownContent | null; present: Sizes },
): Promise<void> {
  const files = await neededFiles(session, dataDir, present)
  if (known === null) return
  const folders = new Set(Array.from(files, (path) => dirname(path)))
  // A kill may leave files of dropped tables, which are empty; other databases have no dropped tables.
  refuseShorter(
    dataDir,
    { recorded: known.sizes, present },
    (path) => files.has(path.replace(suffixes, '')) || !folders.has(dirname(path)),
  )
}

/** Databases have page checksums unless an older PostgreSQL made them. */
async function hasChecksums(session: SqlSession): Promise<boolean> {
  const { rows } = await session.query('show data_checksums', [])
  return checksumsSchema.parse(rows)[0].data_checksums === 'on'
}

/** The files that fit into the first `most` bytes. */
function firstFiles(files: Sizes, most: number): ReadonlySet<string> {
  let bytes = 0
  return new Set(Array.from(files).flatMap(([path, size]) => ((bytes += size) <= most ? [path] : [])))
}

const notWritten = (page: string) => `${page} does not have the content that was written`

/** Files of pages that were read, with the first damage in them. */
interface Read {
  readonly paths: ReadonlySet<string>
  readonly damage: string | null
}

/**
 * Reads a closed database, once, before PostgreSQL works on it, and refuses a page that contained data and is all zeros.
 * Whether other damage counts, the open database tells. One that was not closed is read after its recovery, which may
 * restore pages: null. Throws `StorageError`.
 */
export async function refuseCleared(dataDir: string, known: KnownContent, most = mostAtStart): Promise<Read | null> {
  if (!known.isRecorded || !known.isClosed) return null
  const folder = databaseFolder(dataDir)
  const paths = firstFiles(pagesFiles(folder), most)
  const { cleared, damage } = await findDamage(folder, paths, known.zeroPages)
  if (cleared !== null) throw damaged(dataDir, notWritten(cleared))
  return { paths, damage }
}

interface Opened {
  readonly dataDir: string
  readonly known: KnownContent | null
  /** What was read before it was opened. */
  readonly read: Read | null
  readonly most?: number | undefined
}

/**
 * Verifies the remaining pages of a database in use; resolves with the damage found, or null. A page that is being
 * written may look damaged, so `confirm` verifies its file again while nothing writes.
 */
export type VerifyRest = (
  confirm: (verify: () => Promise<string | null>) => Promise<StorageError | null>,
) => Promise<StorageError | null>

/**
 * Checks a database that was just opened: every file exists and every page of the first `most` bytes is intact. Throws
 * `StorageError` for damage.
 */
export async function checkOpenStore(
  session: SqlSession,
  { dataDir, known, read, most = mostAtStart }: Opened,
): Promise<VerifyRest> {
  const folder = databaseFolder(dataDir)
  const present = pagesFiles(folder)
  await refuseCut(session, { dataDir, known, present })
  if (!(await hasChecksums(session))) return async () => null
  const zeroPages = known?.zeroPages ?? {}
  const paths = read?.paths ?? firstFiles(present, most)
  const { damage } = read ?? (await findDamage(folder, paths, zeroPages))
  if (damage !== null) throw damaged(dataDir, notWritten(damage))
  const verify = async (path: string) => {
    const found = await verifyPages(folder, [path], zeroPages)
    return found.damage === null ? null : notWritten(found.damage)
  }
  return async (confirm) => {
    for (const path of [...present.keys()].filter((one) => !paths.has(one))) {
      const found = (await verify(path)) === null ? null : await confirm(() => verify(path))
      if (found !== null) return found
    }
    return null
  }
}
