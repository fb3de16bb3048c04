import type { Kysely } from 'kysely'
import type { StorageError } from './storage-error.ts'
import type { Tables } from './tables.ts'

export type Db = Kysely<Tables>

/** The store behind every port: one dialect (PostgreSQL), two drivers. */
export interface Storage {
  readonly kind: 'pglite' | 'postgres'
  readonly db: Db
  /** Whether the disk has no room for another write, as far as this process can tell. */
  readonly isFull: () => boolean
  /**
   * Runs SQL with `$1` parameters outside kysely, for the queue. Without values the text may contain several
   * statements; their rows return in one list. A failed statement never leaves a transaction open.
   */
  readonly executeSql: (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>
  /** Receives `NOTIFY channel, payload` from every replica. `onGap` runs after a reconnect. */
  readonly listen: (
    channel: string,
    onPayload: (payload: string) => void,
    onGap?: () => void,
  ) => Promise<{ close(): Promise<void> }>
  /**
   * Verifies the pages that opening the embedded store did not, while it is in use. Damage is recorded: from then on
   * every statement is refused, and so is the next opening. Absent if the database has its own verification.
   */
  readonly verifyRest?: () => Promise<StorageError | null>
  /** Copies the embedded store to a new folder while it is in use; absent if the database has its own backups. */
  readonly backUp?: (to: string, madeAt: string) => Promise<void>
  close(): Promise<void>
}

/** The store's log; pino's logger fits. */
export interface StorageLogger {
  info(facts: object, sentence: string): void
  warn(facts: object, sentence: string): void
  error(facts: object, sentence: string): void
}

export interface PgliteOptions {
  /** Null keeps everything in memory (tests). */
  readonly dataDir: string | null
  /** Tar file of an empty database: in memory, loading it replaces a creation that takes seconds (tests). */
  readonly template?: string
  /** How long a query may take before it counts as hung. */
  readonly deadlineMs?: number
  /** Bytes of pages to verify before the store opens; `verifyRest` verifies the others. 256 MB by default. */
  readonly mostAtStart?: number
  /** For a move into PostgreSQL, which may continue an earlier one. */
  readonly isMoving?: boolean
}

export const silentLogger: StorageLogger = { info: () => {}, warn: () => {}, error: () => {} }
