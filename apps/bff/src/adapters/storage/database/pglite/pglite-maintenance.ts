import * as z from 'zod/mini'
import type { StorageLogger } from '../storage.ts'
import type { SqlSession } from './single-session-dialect.ts'

/** Maintenance runs every five minutes, or once this much was written. PGlite has no background processes for it. */
const lookEveryMs = 60_000
const defaultLook = { looks: 5, mostBytes: 100 * 1024 * 1024 }
const deadTuples = 1000

/** One round's access: a turn of the session for each statement, to let other queries in between. */
export type InTurn = <T>(work: (session: SqlSession) => Promise<T>) => Promise<T>

const namesSchema = z.array(z.object({ name: z.string() }))
const bytesSchema = z.tuple([z.object({ bytes: z.number() })])

const nothing = () => Promise.resolve()

/**
 * Checkpoints, to bound the write-ahead log, and vacuums tables with enough dead rows. `onCheckpoint` runs in the
 * checkpoint's turn, while every page is on disk.
 */
export async function maintainPglite(inTurn: InTurn, onCheckpoint = nothing): Promise<readonly string[]> {
  // By default the session reports its own counts at most once a second.
  await inTurn((session) => session.exec('select pg_stat_force_next_flush()'))
  const { rows } = await inTurn((session) =>
    session.query(
      `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
       where n_dead_tup > $1 + n_live_tup / 10 or (last_analyze is null and n_mod_since_analyze > $1)
       order by n_dead_tup desc limit 20`,
      [deadTuples],
    ),
  )
  const tables = namesSchema.parse(rows).map(({ name }) => name)
  for (const table of tables) {
    await inTurn((session) => session.exec(`vacuum (analyze) ${table}`))
  }
  await inTurn(async (session) => {
    await session.exec('checkpoint')
    await onCheckpoint()
  })
  return tables
}

/** Bytes ever written to the write-ahead log. */
async function logBytes(inTurn: InTurn): Promise<number> {
  const { rows } = await inTurn((session) =>
    session.query(`select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as bytes`, []),
  )
  return bytesSchema.parse(rows)[0].bytes
}

/**
 * One check, run repeatedly: starts a round when it was the last of `looks`, or when much was written since the last
 * round (a running import). Returns whether it ran one.
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

/** Checks until stopped. */
export function startMaintenance(inTurn: InTurn, logger: StorageLogger, onCheckpoint = nothing): { stop(): void } {
  const look = maintenanceLook(inTurn, defaultLook, onCheckpoint)
  const timer = setInterval(() => {
    look().catch((error: unknown) => logger.warn({ err: error }, 'Database maintenance failed; the next run retries'))
  }, lookEveryMs)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
