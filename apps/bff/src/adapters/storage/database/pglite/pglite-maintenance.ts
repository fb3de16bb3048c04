import type { StorageLogger } from '../storage.ts'
import type { SqlSession } from './single-session-dialect.ts'

/** The embedded store is looked after each five minutes, or once so much was written. PGlite runs nothing that would. */
const lookEveryMs = 60_000
const defaultLook = { looks: 5, mostBytes: 100 * 1024 * 1024 }
const deadTuples = 1000

/** What one round needs: a turn of the session for each statement, so that others come in between. */
export type InTurn = <T>(work: (session: SqlSession) => Promise<T>) => Promise<T>

const nothing = () => Promise.resolve()

/**
 * Checkpoint, so that the log of changes does not grow without bound; vacuum of tables with enough dead rows.
 * `onCheckpoint` runs in the checkpoint's turn, while every page is on disk.
 */
export async function maintainPglite(inTurn: InTurn, onCheckpoint = nothing): Promise<readonly string[]> {
  // The session reports its own counts at most each second unless told to.
  await inTurn((session) => session.exec('select pg_stat_force_next_flush()'))
  const { rows } = await inTurn((session) =>
    session.query(
      `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
       where n_dead_tup > $1 + n_live_tup / 10 or (last_analyze is null and n_mod_since_analyze > $1)
       order by n_dead_tup desc limit 20`,
      [deadTuples],
    ),
  )
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the statement's one column
  const tables = (rows as { name: string }[]).map(({ name }) => name)
  for (const table of tables) {
    await inTurn((session) => session.exec(`vacuum (analyze) ${table}`))
  }
  await inTurn(async (session) => {
    await session.exec('checkpoint')
    await onCheckpoint()
  })
  return tables
}

/** Bytes of the log of changes ever written. */
async function logBytes(inTurn: InTurn): Promise<number> {
  const { rows } = await inTurn((session) =>
    session.query(`select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as bytes`, []),
  )
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the statement's one row
  return (rows as [{ bytes: number }])[0].bytes
}

/**
 * One look, to be taken again and again: a round when it was the last of `looks`, or when much was written since the last
 * round (an import in full flow). Answers whether there was one.
 */
export function maintenanceLook(
  inTurn: InTurn,
  { looks, mostBytes } = defaultLook,
  onCheckpoint = nothing,
): () => Promise<boolean> {
  let taken = 0
  let atLastRound: number | null = null
  return async () => {
    const written = await logBytes(inTurn)
    atLastRound ??= written
    taken += 1
    if (taken < looks && written - atLastRound < mostBytes) return false
    taken = 0
    atLastRound = written
    await maintainPglite(inTurn, onCheckpoint)
    return true
  }
}

/** Looks until stopped. */
export function startMaintenance(inTurn: InTurn, logger: StorageLogger, onCheckpoint = nothing): { stop(): void } {
  const look = maintenanceLook(inTurn, defaultLook, onCheckpoint)
  const timer = setInterval(() => {
    look().catch((error: unknown) => logger.warn({ err: error }, 'the database was not looked after'))
  }, lookEveryMs)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
