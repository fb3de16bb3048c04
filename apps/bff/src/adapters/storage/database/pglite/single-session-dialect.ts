import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PGliteAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryCompiler,
  type QueryResult,
} from 'kysely'
import { isReaderWaiting } from '../../../../waiting-reader.ts'

/** One database session: a transaction needs exclusive use of it. */
export interface SqlSession {
  query(text: string, values: readonly unknown[]): Promise<{ rows: unknown[]; affectedRows: number | undefined }>
  /** Several statements without parameters; returns the rows of all of them. */
  exec(text: string): Promise<{ rows: unknown[] }>
  close(): Promise<void>
}

/** Turns of readers in a row while other work waits: it must renew its leases. */
const readersInARow = 8

type Waiting = (endTurn: () => void) => void

/**
 * Grants the one session to one caller at a time: first the reads that a member waits for, otherwise first come, first
 * served. After a read the session is kept for a moment: most pages read more than once, and each of their reads would
 * wait for a piece of background work.
 */
export class SessionTurns {
  readonly #readers: Waiting[] = []
  readonly #others: Waiting[] = []
  #isTaken = false
  #isKept = false
  #inARow = 0

  /** Resolves when it is this caller's turn, with the function that ends it. */
  take(): Promise<() => void> {
    const turn = Promise.withResolvers<() => void>()
    const queue = isReaderWaiting() ? this.#readers : this.#others
    queue.push(turn.resolve)
    this.#begin()
    return turn.promise
  }

  #begin(): void {
    if (this.#isTaken) return
    const isReader = this.#readers.length > 0 && (this.#others.length === 0 || this.#inARow < readersInARow)
    if (!isReader && this.#isKept) return
    const begin = (isReader ? this.#readers : this.#others).shift()
    if (begin === undefined) return
    this.#inARow = isReader ? this.#inARow + 1 : 0
    this.#isTaken = true
    begin(this.#endOnce(isReader))
  }

  #endOnce(isReader: boolean): () => void {
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      this.#isTaken = false
      if (isReader && this.#inARow < readersInARow) this.#keep()
      this.#begin()
    }
  }

  /** Until the reader has had its result: its next read comes in the same turn of the event loop. */
  #keep(): void {
    if (this.#isKept) return
    this.#isKept = true
    setImmediate(() => {
      this.#isKept = false
      this.#begin()
    })
  }
}

class SessionConnection implements DatabaseConnection {
  readonly session: SqlSession
  readonly endTurn: () => void

  constructor(session: SqlSession, endTurn: () => void) {
    this.session = session
    this.endTurn = endTurn
  }

  async executeQuery<R>(compiled: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affectedRows } = await this.session.query(compiled.sql, compiled.parameters)
    // The compiled query promises the row type, as in kysely's own drivers
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const typed = rows as R[]
    return affectedRows === undefined ? { rows: typed } : { rows: typed, numAffectedRows: BigInt(affectedRows) }
  }

  // oxlint-disable-next-line require-yield -- the interface requires a generator; an embedded session has no cursors
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('the embedded store has no cursors: page by key instead')
  }
}

/** The current session. A turn uses only one: a transaction never continues in another after a loss. */
export type CurrentSession = () => Promise<SqlSession>

class SessionDriver implements Driver {
  readonly #current: CurrentSession
  readonly #turns: SessionTurns

  constructor(current: CurrentSession, turns: SessionTurns) {
    this.#current = current
    this.#turns = turns
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SessionConnection> {
    const endTurn = await this.#turns.take()
    try {
      return new SessionConnection(await this.#current(), endTurn)
    } catch (error) {
      endTurn()
      throw error
    }
  }

  async releaseConnection(connection: SessionConnection): Promise<void> {
    connection.endTurn()
  }

  async beginTransaction(connection: SessionConnection): Promise<void> {
    await connection.session.exec('begin')
  }

  async commitTransaction(connection: SessionConnection): Promise<void> {
    await connection.session.exec('commit')
  }

  async rollbackTransaction(connection: SessionConnection): Promise<void> {
    await connection.session.exec('rollback')
  }

  async savepoint(connection: SessionConnection, name: string, compile: QueryCompiler['compileQuery']): Promise<void> {
    await this.#savepointCommand(connection, 'savepoint', name, compile)
  }

  async rollbackToSavepoint(
    connection: SessionConnection,
    name: string,
    compile: QueryCompiler['compileQuery'],
  ): Promise<void> {
    await this.#savepointCommand(connection, 'rollback to savepoint', name, compile)
  }

  async releaseSavepoint(
    connection: SessionConnection,
    name: string,
    compile: QueryCompiler['compileQuery'],
  ): Promise<void> {
    await this.#savepointCommand(connection, 'release savepoint', name, compile)
  }

  async destroy(): Promise<void> {
    // The opener of the session closes it.
  }

  async #savepointCommand(
    connection: SessionConnection,
    command: string,
    name: string,
    _compile: QueryCompiler['compileQuery'],
  ): Promise<void> {
    await connection.session.query(`${command} "${name.replaceAll('"', '""')}"`, [])
  }
}

/** Callers take turns, so kysely needs no lock of its own: it never releases that lock after a session that did not open. */
class SessionAdapter extends PGliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

/** PostgreSQL over one shared session. Transactions wait for each other. */
export function singleSessionDialect(current: CurrentSession, turns: SessionTurns): Dialect {
  return {
    createAdapter: () => new SessionAdapter(),
    createDriver: () => new SessionDriver(current, turns),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}
