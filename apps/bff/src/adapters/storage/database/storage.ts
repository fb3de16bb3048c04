import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

export type Db = Kysely<Tables>

/** The store behind every port: one dialect (PostgreSQL), two drivers. */
export interface Storage {
  readonly kind: 'pglite' | 'postgres'
  readonly db: Db
  /** Whether the disk has no room for another write, as far as this process can see. */
  readonly isFull: () => boolean
  /**
   * Runs SQL with `$1` parameters outside kysely, for the queue. Without values the text may hold several
   * statements; their rows come back in one list. A failed statement never leaves a transaction open.
   */
  readonly executeSql: (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>
  /** Hears `NOTIFY channel, payload` of every replica. `onGap` runs after a lost connection came back. */
  readonly listen: (
    channel: string,
    onPayload: (payload: string) => void,
    onGap?: () => void,
  ) => Promise<{ close(): Promise<void> }>
  /** Copies the embedded store to a new folder while it is used; absent where the database has its own backups. */
  readonly backUp?: (to: string, madeAt: string) => Promise<void>
  close(): Promise<void>
}

/** What the store says about itself; pino's logger fits. */
export interface StorageLogger {
  info(facts: object, sentence: string): void
  warn(facts: object, sentence: string): void
  error(facts: object, sentence: string): void
}

export interface PgliteOptions {
  /** Null keeps everything in memory (tests). */
  readonly dataDir: string | null
  /** Tar file of an empty database, to begin with in memory instead of making one, which takes seconds (tests). */
  readonly template?: string
  /** How long a query may take before it is taken for hanging. */
  readonly deadlineMs?: number
}

export const silentLogger: StorageLogger = { info: () => {}, warn: () => {}, error: () => {} }
