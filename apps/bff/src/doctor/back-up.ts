import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { requestBackup } from '../adapters/storage/folder/backup-socket.ts'
import { databaseFolder } from '../adapters/storage/folder/store-record.ts'
import { openStorage } from '../adapters/storage/open-storage.ts'
import type { Place } from './store-location.ts'

/** Copies the embedded store to a new folder: through the running Muster if there is one, otherwise directly. */
export async function backUp({ dataDir, databaseUrl }: Place, to: string): Promise<string> {
  if (databaseUrl !== null)
    throw new Error('The store is in PostgreSQL: back it up with pg_dump or your own PostgreSQL backup.')
  if (!existsSync(databaseFolder(dataDir))) throw new Error(`There is no store in ${dataDir}.`)
  const made = `The backup is in ${resolve(to)}. Keep it on another disk.
The keys are not in it: keep copies of sealing-key and audit-signing-key.pem, or of your own key files, in another place. Without the sealing key the backup's uploads, plans and responses stay unreadable.`
  if (await requestBackup(dataDir, to)) return made
  const storage = await openStorage({ kind: 'pglite', dataDir })
  try {
    await storage.backUp?.(to, new Date().toISOString())
    return made
  } finally {
    await storage.close()
  }
}
