import { openPglite } from './database/pglite/pglite-storage.ts'
import { openPostgres } from './database/postgres/postgres-storage.ts'
import { type PgliteOptions, type Storage, type StorageLogger, silentLogger } from './database/storage.ts'

export type StorageOptions =
  /** Embedded. */
  ({ readonly kind: 'pglite' } & PgliteOptions) | { readonly kind: 'postgres'; readonly url: string }

/** Opens the store. Throws `StorageError` with a message for the operator; run `migrate` next. */
export async function openStorage(options: StorageOptions, logger: StorageLogger = silentLogger): Promise<Storage> {
  return options.kind === 'pglite' ? openPglite(options, logger) : openPostgres(options.url, logger)
}
