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

/** One database session: a transaction needs exclusive use of it. */
export interface SqlSession {
  query(text: string, values: readonly unknown[]): Promise<{ rows: unknown[]; affectedRows: number | undefined }>
  /** Several statements without parameters; returns the rows of all of them. */
  exec(text: string): Promise<{ rows: unknown[] }>
  close(): Promise<void>
}

/** Grants the one session to one caller at a time, first come, first served. */
export class SessionTurns {
  #last: Promise<void> = Promise.resolve()

  /** Resolves when it is this caller's turn, with the function that ends it. */
  async take(): Promise<() => void> {
    const before = this.#last
    const turn = Promise.withResolvers<void>()
    this.#last = turn.promise
    await before
    return () => turn.resolve()
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
    await connection.session.query('begin', [])
  }

  async commitTransaction(connection: SessionConnection): Promise<void> {
    await connection.session.query('commit', [])
  }

  async rollbackTransaction(connection: SessionConnection): Promise<void> {
    await connection.session.query('rollback', [])
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

/** PostgreSQL over one shared session. Transactions wait for each other. */
export function singleSessionDialect(current: CurrentSession, turns: SessionTurns): Dialect {
  return {
    createAdapter: () => new PGliteAdapter(),
    createDriver: () => new SessionDriver(current, turns),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}
