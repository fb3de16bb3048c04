import { Transaction } from 'kysely'
import type { Db } from './storage.ts'
import type { Tables } from './tables.ts'

/** Runs writes in a transaction: in the caller's, if `db` is one, which a failure rolls back as a whole. */
export function inTransaction<T>(db: Db, work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
  return db instanceof Transaction ? work(db) : db.transaction().execute(work)
}
