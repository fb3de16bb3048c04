import { fork } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Kysely } from 'kysely'
import { checkOpenStore, refuseCleared, type VerifyRest } from '../../folder/check-store.ts'
import { copyStore } from '../../folder/copy-store.ts'
import {
  damaged,
  databaseFolder,
  holdsTables,
  recordDamage,
  recordFirst,
  recordStore,
  refuseIncomplete,
} from '../../folder/store-record.ts'
import { type DiskSpace, diskSpaceOf, writes } from '../disk-space.ts'
import type { PgliteOptions, Storage, StorageLogger } from '../storage.ts'
import { StorageError } from '../storage-error.ts'
import type { Tables } from '../tables.ts'
import { type DataDirLock, lockDataDir } from './data-dir-lock.ts'
import { type InTurn, startMaintenance } from './pglite-maintenance.ts'
import { type ReopeningSession, reopeningSession } from './pglite-reopening.ts'
import { SessionTurns, type SqlSession, singleSessionDialect } from './single-session-dialect.ts'

const program = fileURLToPath(new URL('./create-database-main.ts', import.meta.url))

/**
 * Creates the database of a first start in a process of its own: creating one takes over a gigabyte of memory, which a
 * process does not return. The folder appears when it is complete; an interrupted creation leaves nothing in its place.
 * Opening the folder reports a failure, with its reason.
 */
async function createDatabase(folder: string): Promise<void> {
  if (existsSync(folder)) return
  const unfinished = `${folder}.new`
  await rm(unfinished, { recursive: true, force: true })
  const child = fork(program, [unfinished], { env: {}, execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  const [code] = await once(child, 'exit')
  if (code === 0) await rename(unfinished, folder)
  else await rm(unfinished, { recursive: true, force: true })
}

/** A longer query hangs: Muster's take well under a second, the longest (an index, a vacuum) about ten. */
const longestQueryMs = 120_000

/**
 * The embedded store: PGlite in a worker thread, on a folder that only this process may use, with every commit on disk.
 * Throws `StorageError` when the folder is in use, full, damaged or cannot be opened.
 */
export async function openPglite(
  { dataDir, template, deadlineMs = longestQueryMs, mostAtStart, isMoving = false }: PgliteOptions,
  logger: StorageLogger,
): Promise<Storage> {
  const lock: DataDirLock = dataDir === null ? { release: () => {} } : lockDataDir(dataDir)
  const space = diskSpaceOf(dataDir)
  try {
    space.require()
    const around = { lock, logger, space }
    if (dataDir === null) return storageOn(await reopeningSession({ dataDir, template, deadlineMs }, logger), around)
    const { session, verifyRest } = await openWhole(dataDir, { deadlineMs, logger, mostAtStart, isMoving })
    const damage = createDamage(dataDir, logger)
    return storageOn(refusing(session, space, damage.refusal), {
      ...around,
      record: () => recordStore(dataDir),
      copy: (to) => copyStore(dataDir, to),
      verifyRest: (inTurn) => verifyRest((verify) => inTurn(() => damage.confirm(verify))),
    })
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Damage found since the store was opened. Each error is a new one: the queue adds to the message of what it catches. */
function createDamage(dataDir: string, logger: StorageLogger) {
  let found: string | null = null
  return {
    refusal: () => (found === null ? null : damaged(dataDir, found)),
    confirm: async (verify: () => Promise<string | null>): Promise<StorageError | null> => {
      found = await verify()
      if (found === null) return null
      await recordDamage(dataDir, found).catch((error: unknown) =>
        logger.warn({ err: error }, 'The damage was not recorded; the next start has to find it again'),
      )
      return damaged(dataDir, found)
    },
  }
}

/**
 * Refuses statements that write while the disk has no room; reads continue. Refuses everything once the database is known
 * to be damaged, which is found in a turn of its own: no transaction is open then.
 */
function refusing(reopening: ReopeningSession, space: DiskSpace, refusal: () => StorageError | null): ReopeningSession {
  const current = async (): Promise<SqlSession> => {
    const session = await reopening.current()
    const refused = refusal()
    if (refused !== null) throw refused
    const required = (text: string) => {
      if (writes(text)) space.require()
    }
    return {
      query: async (text, values) => {
        required(text)
        return session.query(text, values)
      },
      exec: async (text) => {
        required(text)
        return session.exec(text)
      },
      close: () => session.close(),
    }
  }
  return { ...reopening, current }
}

/** A database that held tables and does not open is damaged. */
async function openDatabase(
  dataDir: string,
  { folder, deadlineMs }: { readonly folder: string; readonly deadlineMs: number },
  logger: StorageLogger,
): Promise<ReopeningSession> {
  const heldTables = holdsTables(folder)
  try {
    return await reopeningSession({ dataDir: folder, deadlineMs }, logger)
  } catch (error) {
    const cannotOpen = heldTables && error instanceof StorageError && error.code === 'unusable'
    throw cannotOpen ? damaged(dataDir, `PostgreSQL refuses it (${error.message})`) : error
  }
}

/** Opens the database of a data folder and refuses an incomplete one. */
async function openWhole(
  dataDir: string,
  {
    deadlineMs,
    logger,
    mostAtStart: most,
    isMoving,
  }: { deadlineMs: number; logger: StorageLogger; mostAtStart: number | undefined; isMoving: boolean },
): Promise<{ session: ReopeningSession; verifyRest: VerifyRest }> {
  const known = await refuseIncomplete(dataDir, { isMoving })
  const read = known === null ? null : await refuseCleared(dataDir, known, most)
  const folder = databaseFolder(dataDir)
  await createDatabase(folder)
  const session = await openDatabase(dataDir, { folder, deadlineMs }, logger)
  try {
    chmodSync(folder, 0o700)
    const verifyRest = await checkOpenStore(await session.current(), { dataDir, known, read, most })
    if (known?.isRecorded !== true) await recordFirst(dataDir)
    return { session, verifyRest }
  } catch (error) {
    await session.close()
    throw error
  }
}

interface Around {
  readonly lock: DataDirLock
  readonly logger: StorageLogger
  readonly space: DiskSpace
  /** Records what is on disk, for comparison with the folder at the next start. */
  readonly record?: () => Promise<void>
  /** Copies the folder while no write happens. */
  readonly copy?: (to: string) => Promise<{ finish(madeAt: string): Promise<void> }>
  /** Verifies the pages that opening did not; resolves with the damage, which the session then refuses to work on. */
  readonly verifyRest?: (inTurn: InTurn) => Promise<StorageError | null>
}

/** Copies what is on disk and recorded; the copy is finished after the turn. */
const backUpWith =
  (inTurn: InTurn, { record, copy }: Required<Pick<Around, 'record' | 'copy'>>) =>
  async (to: string, madeAt: string): Promise<void> => {
    const copied = await inTurn(async (alone) => {
      await alone.exec('checkpoint')
      await record()
      return copy(to)
    })
    await copied.finish(madeAt)
  }

function storageOn(session: ReopeningSession, around: Around): Storage {
  const { lock, logger, space, record = async () => {}, copy, verifyRest } = around
  const turns = new SessionTurns()
  const inTurn: InTurn = async (work) => {
    const endTurn = await turns.take()
    try {
      return await work(await session.current())
    } finally {
      endTurn()
    }
  }
  const maintenance = startMaintenance(inTurn, logger, record)
  const db = new Kysely<Tables>({ dialect: singleSessionDialect(() => session.current(), turns) })
  const verify = async () => {
    const damage = (await verifyRest?.(inTurn)) ?? null
    if (damage !== null) maintenance.stop()
    return damage
  }
  return {
    kind: 'pglite',
    isFull: () => space.isFull(),
    db,
    executeSql: (text, values) => inTurn((alone) => executeAlone(alone, text, values ?? [])),
    listen: (channel, onPayload, onGap) => session.listen(channel, onPayload, onGap),
    ...(copy === undefined ? {} : { backUp: backUpWith(inTurn, { record, copy }), verifyRest: verify }),
    close: async () => {
      maintenance.stop()
      // No transaction may be open.
      const endTurn = await turns.take()
      await session.close()
      await record()
      await db.destroy()
      endTurn()
      lock.release()
    },
  }
}

/** A failure rolls back any transaction it left open. */
async function executeAlone(session: SqlSession, text: string, values: unknown[]): Promise<{ rows: unknown[] }> {
  try {
    return values.length === 0 ? await session.exec(text) : await session.query(text, values)
  } catch (error) {
    await session.exec('rollback').catch(() => {})
    throw error
  }
}
