import { chmodSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import { type DataDirLock, lockDataDir } from './data-dir-lock.ts'
import { type InTurn, startMaintenance } from './pglite-maintenance.ts'
import { type ReopeningSession, reopeningSession } from './pglite-reopening.ts'
import { SessionTurns, type SqlSession, singleSessionDialect } from './single-session-dialect.ts'
import type { PgliteOptions, Storage, StorageLogger } from './storage.ts'
import type { Tables } from './tables.ts'

/** A query that takes longer hangs: ours take well under a second, the longest (an index, a vacuum) some ten. */
const longestQueryMs = 120_000

/**
 * The embedded store: PGlite in a worker thread, on a folder only this process may use and every commit of which is on
 * disk. Throws `StorageError` when the folder is in use, full or not to be opened.
 */
export async function openPglite(
  { dataDir, template, deadlineMs = longestQueryMs }: PgliteOptions,
  logger: StorageLogger,
): Promise<Storage> {
  const lock: DataDirLock = dataDir === null ? { release: () => {} } : lockDataDir(dataDir)
  try {
    const database = dataDir === null ? null : join(dataDir, 'pglite')
    const session = await reopeningSession({ dataDir: database, template, deadlineMs }, logger)
    if (database !== null && existsSync(database)) chmodSync(database, 0o700)
    return storageOn(session, lock, logger)
  } catch (error) {
    lock.release()
    throw error
  }
}

function storageOn(session: ReopeningSession, lock: DataDirLock, logger: StorageLogger): Storage {
  const turns = new SessionTurns()
  const inTurn: InTurn = async (work) => {
    const endTurn = await turns.take()
    try {
      return await work(await session.current())
    } finally {
      endTurn()
    }
  }
  const maintenance = startMaintenance(inTurn, logger)
  const db = new Kysely<Tables>({ dialect: singleSessionDialect(() => session.current(), turns) })
  return {
    kind: 'pglite',
    db,
    executeSql: (text, values) => inTurn((alone) => executeAlone(alone, text, values ?? [])),
    listen: (channel, onPayload, onGap) => session.listen(channel, onPayload, onGap),
    close: async () => {
      maintenance.stop()
      // Nobody may be in the middle of a transaction.
      const endTurn = await turns.take()
      await session.close()
      await db.destroy()
      endTurn()
      lock.release()
    },
  }
}

/** A failure rolls back what it may have left open. */
async function executeAlone(session: SqlSession, text: string, values: unknown[]): Promise<{ rows: unknown[] }> {
  try {
    return values.length === 0 ? await session.exec(text) : await session.query(text, values)
  } catch (error) {
    await session.exec('rollback').catch(() => {})
    throw error
  }
}
