import { setTimeout as delay } from 'node:timers/promises'
import { Kysely, type LogEvent, PostgresDialect } from 'kysely'
import { types as builtIn, Client, escapeIdentifier, Pool, type QueryResult, TypeOverrides } from 'pg'
import { storeFailure } from '../../../../store-failure.ts'
import { writes } from '../disk-space.ts'
import type { Storage, StorageLogger } from '../storage.ts'
import { StorageError } from '../storage-error.ts'
import type { Tables } from '../tables.ts'

const int8 = builtIn.builtins.INT8
const oldestServer = 150_000

/** Counts are numbers on both stores; none reaches 2^53. */
const types = new TypeOverrides()
types.setTypeParser(int8, Number)

/**
 * A replica that freezes in a transaction (SIGSTOP, a stalled host) holds locks that other replicas wait for: the
 * server ends its session after 10 s. Muster's transactions never idle that long.
 */
const sessionSettings = '-c idle_in_transaction_session_timeout=10000 -c jit=off'

/** PostgreSQL 15 or newer, by connection URL. Refuses older and unreachable servers with a message for the operator. */
export async function openPostgres(url: string, logger: StorageLogger): Promise<Storage> {
  const pool = new Pool({
    connectionString: url,
    types,
    max: 10,
    application_name: 'muster',
    connectionTimeoutMillis: 10_000,
    options: sessionSettings,
    keepAlive: true,
  })
  // While a client is checked out, the pool does not listen to it, and an `error` without a listener ends the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('error', (error) => logger.warn({ err: error }, 'An idle database connection was lost'))
  await checkServer(pool)
  const space = watchFullServer()
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), log: space.note })
  return {
    kind: 'postgres',
    isFull: space.isFull,
    db,
    executeSql: (text, values) => executeAlone(pool, text, values ?? []),
    listen: (channel, onPayload, onGap) => listenOnPostgres(url, { channel, onPayload, onGap, logger }),
    close: () => db.destroy(),
  }
}

/** Uses a connection of its own; a failure rolls back any transaction it left open. */
async function executeAlone(pool: Pool, text: string, values: unknown[]): Promise<{ rows: unknown[] }> {
  const client = await pool.connect()
  try {
    // Several statements in one query return an array, which pg's types omit.
    const result: QueryResult | QueryResult[] =
      values.length === 0 ? await client.query(text) : await client.query(text, values)
    return { rows: Array.isArray(result) ? result.flatMap((one) => one.rows) : result.rows }
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

async function checkServer(pool: Pool): Promise<void> {
  let version: number
  try {
    const { rows } = await pool.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    )
    version = rows[0]?.version ?? 0
  } catch (error) {
    await pool.end()
    // The URL may contain a password: it never appears in the message.
    throw new StorageError('unusable', `PostgreSQL at DATABASE_URL cannot be reached: ${reasonOf(error)}.`, error)
  }
  if (version >= oldestServer) return
  await pool.end()
  throw new StorageError('unusable', 'PostgreSQL at DATABASE_URL is too old: version 15 or newer is needed.')
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason given'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  return [error.message, code].filter((part) => part !== null && part !== '').join(' ')
}

/** Work retries a full store every second, so this long without a failure means that there is space. */
const freshMs = 5000

/** Detects a database server without disk space from the statements of this process. */
function watchFullServer(now: () => number = () => performance.now()) {
  let fullAt: number | null = null
  let hasWritten = false
  return {
    note: (event: LogEvent): void => {
      if (event.level === 'error') {
        if (storeFailure(event.error) !== 'full') return
        fullAt = now()
        hasWritten = false
      } else if (fullAt !== null && !hasWritten) hasWritten = writes(event.query.sql)
    },
    /** Small writes may succeed between failures of others, so a single one does not prove that there is space. */
    isFull: (): boolean => {
      if (fullAt !== null && hasWritten && now() - fullAt > freshMs) fullAt = null
      return fullAt !== null
    },
  }
}

interface Listening {
  readonly channel: string
  readonly onPayload: (payload: string) => void
  readonly onGap: (() => void) | undefined
  readonly logger: StorageLogger
}

/** A dedicated connection that listens, and reconnects when it is lost. */
async function listenOnPostgres(url: string, listening: Listening): Promise<{ close(): Promise<void> }> {
  const closing = new AbortController()
  let client = await connect()

  async function connect(): Promise<Client> {
    const fresh = new Client({ connectionString: url, application_name: 'muster listen', keepAlive: true })
    // Before anything can fail: an `error` without a listener ends the process.
    fresh.on('error', () => {})
    fresh.on('notification', (message) => listening.onPayload(message.payload ?? ''))
    try {
      await fresh.connect()
      await fresh.query(`listen ${escapeIdentifier(listening.channel)}`)
    } catch (error) {
      await fresh.end().catch(() => {})
      throw error
    }
    fresh.on('end', () => void reconnect())
    return fresh
  }

  async function reconnect(): Promise<void> {
    for (let waitMs = 250; !closing.signal.aborted; waitMs = Math.min(waitMs * 2, 5000)) {
      await delay(waitMs, undefined, { ref: false })
      try {
        if (!closing.signal.aborted) client = await connect()
        if (closing.signal.aborted) await client.end()
        else listening.onGap?.()
        return
      } catch (error) {
        listening.logger.warn({ err: error }, 'Listening to the database failed; Muster retries')
      }
    }
  }

  return {
    close: async () => {
      closing.abort()
      await client.end()
    },
  }
}
