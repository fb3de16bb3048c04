import { resolve } from 'node:path'
import { lockDataDir } from '../adapters/storage/database/pglite/data-dir-lock.ts'
import { restoreStore } from '../adapters/storage/folder/copy-store.ts'
import type { Place } from './store-location.ts'

/** Replaces the embedded store with a backup; keeps the old store beside it. */
export async function restore({ dataDir, databaseUrl }: Place, from: string): Promise<string> {
  if (databaseUrl !== null) throw new Error('The store is in PostgreSQL: restore it with pg_restore.')
  const lock = lockDataDir(dataDir)
  try {
    const time = new Date().toISOString().replaceAll(':', '-')
    const aside = await restoreStore(resolve(from), dataDir, resolve(dataDir, `before-restore-${time}`))
    const kept = aside === null ? '' : ` The old store is in ${aside}.`
    return `The backup was restored.${kept} Jobs that were running in it are held at the next start, until an owner releases them in Settings.`
  } finally {
    lock.release()
  }
}
