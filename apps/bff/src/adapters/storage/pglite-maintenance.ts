import type { SqlSession } from './single-session-dialect.ts'
import type { StorageLogger } from './storage.ts'

/** How often the embedded store is looked after. PGlite runs no background process that would. */
const everyMs = 5 * 60_000
const deadTuples = 1000

/** What one round needs: a turn of the session for each statement, so that others come in between. */
export type InTurn = <T>(work: (session: SqlSession) => Promise<T>) => Promise<T>

/** Checkpoint, so that the log of changes does not grow without bound; vacuum of tables with enough dead rows. */
export async function maintainPglite(inTurn: InTurn): Promise<readonly string[]> {
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
  await inTurn((session) => session.exec('checkpoint'))
  return tables
}

/** Runs the rounds until stopped. */
export function startMaintenance(inTurn: InTurn, logger: StorageLogger): { stop(): void } {
  const timer = setInterval(() => {
    maintainPglite(inTurn).catch((error: unknown) => logger.warn({ err: error }, 'the database was not looked after'))
  }, everyMs)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
