import { openPglite } from './database/pglite/pglite-storage.ts'
import { type PgliteOptions, type Storage, type StorageLogger, silentLogger } from './database/storage.ts'

export type StorageOptions =
  /** Embedded. */
  ({ readonly kind: 'pglite' } & PgliteOptions) | { readonly kind: 'postgres'; readonly url: string }

/** Opens the store. Throws `StorageError` with a message for the operator; run `migrate` next. */
export async function openStorage(options: StorageOptions, logger: StorageLogger = silentLogger): Promise<Storage> {
  if (options.kind === 'pglite') return openPglite(options, logger)
  // Each store loads only its own driver.
  const { openPostgres } = await import('./database/postgres/postgres-storage.ts')
  return openPostgres(options.url, logger)
}

/** The store that is configured. */
export function storeOf(config: { readonly databaseUrl: string | null; readonly dataDir: string }): StorageOptions {
  const { databaseUrl: url, dataDir } = config
  return url === null ? { kind: 'pglite', dataDir } : { kind: 'postgres', url }
}
