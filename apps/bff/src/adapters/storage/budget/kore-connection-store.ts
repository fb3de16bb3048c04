import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { sql } from 'kysely'
import type { Db } from '../database/storage.ts'
import { storedSentence } from '../database/stored-sentence.ts'

/** A replica's latest state of one endpoint, or of the connection as a whole (`subject` is empty). */
export interface KeptConnectionState {
  readonly subject: string
  readonly state: string
  readonly detail: Message | null
  /** Wall time in milliseconds, as `at`: since when calls are stopped; null if they are not. */
  readonly since: number | null
  readonly at: number
}

export interface ConnectionStateStore {
  read(): Promise<readonly KeptConnectionState[]>
  /** Keeps newer states of other replicas. */
  save(states: readonly KeptConnectionState[]): Promise<void>
  forget(): Promise<void>
}

/** States of one connection as all replicas know it, in SQL. */
export function createSqlConnectionStateStore(db: Db, connection: string): ConnectionStateStore {
  return {
    read: async () => {
      const rows = await db.selectFrom('kore_connection').selectAll().where('connection', '=', connection).execute()
      return rows.map(({ subject, state, detail: text, detail_message, since, at }) => {
        const stored = text === null ? null : message('kore.words', { words: text })
        return { subject, state, detail: detail_message ?? stored, since: since?.getTime() ?? null, at: at.getTime() }
      })
    },
    save: (states) => save(db, connection, states),
    forget: async () => {
      await db.deleteFrom('kore_connection').where('connection', '=', connection).execute()
    },
  }
}

async function save(db: Db, connection: string, states: readonly KeptConnectionState[]): Promise<void> {
  if (states.length === 0) return
  const values = states.map(({ subject, state, detail, since, at }) => {
    const stored = detail === null ? null : storedSentence(detail)
    return {
      connection,
      subject,
      state,
      detail: stored?.text ?? null,
      detail_message: stored?.message ?? null,
      since: since === null ? null : new Date(since),
      at: new Date(at),
    }
  })
  await db
    .insertInto('kore_connection')
    .values(values)
    .onConflict((conflict) =>
      conflict
        .columns(['connection', 'subject'])
        .doUpdateSet((eb) => ({
          state: eb.ref('excluded.state'),
          detail: eb.ref('excluded.detail'),
          detail_message: eb.ref('excluded.detail_message'),
          since: eb.ref('excluded.since'),
          at: eb.ref('excluded.at'),
        }))
        .where(sql<boolean>`kore_connection.at <= excluded.at`),
    )
    .execute()
}
