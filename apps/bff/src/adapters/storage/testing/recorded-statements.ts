import { type CompiledQuery, createQueryId, type KyselyPlugin, type RootOperationNode } from 'kysely'
import type { Db, Storage } from '../database/storage.ts'

/** A store that records its statements, to explain them as they were sent. */
export interface RecordedStatements {
  readonly db: Db
  /** Statements since the last call. */
  take(): readonly CompiledQuery[]
}

export function recordStatements({ db }: Pick<Storage, 'db'>): RecordedStatements {
  let nodes: RootOperationNode[] = []
  const recorder: KyselyPlugin = {
    transformQuery: ({ node }) => {
      nodes.push(node)
      return node
    },
    transformResult: async ({ result }) => result,
  }
  return {
    db: db.withPlugin(recorder),
    take: () => {
      const sent = nodes.map((node) => db.getExecutor().compileQuery(node, createQueryId()))
      nodes = []
      return sent
    },
  }
}

/** The store's plan for a statement, line by line, without running it. */
export async function explain({ executeSql }: Storage, { sql, parameters }: CompiledQuery): Promise<string> {
  const { rows } = await executeSql(`explain ${sql}`, [...parameters])
  return rows.map((row) => String(Object.values(Object(row))[0])).join('\n')
}
