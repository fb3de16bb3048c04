import { message } from '@muster/wording/message'
import { createSqlAuditLog } from '../adapters/storage/audit/audit-log.ts'
import { abandonSealingKey } from '../adapters/storage/keys/sealing-keys.ts'
import { openStorage, storeOf } from '../adapters/storage/open-storage.ts'
import type { Place } from './store-location.ts'

/** Declares a sealing key lost: Muster starts without the content that it sealed. */
export async function declareKeyLost(place: Place, key: string): Promise<string> {
  const storage = await openStorage(storeOf(place))
  try {
    if (!(await abandonSealingKey(storage.db, key))) throw new Error(`The store does not need a key ${key}.`)
    const sentence = message('audit.key_lost', { key })
    await createSqlAuditLog(storage.db).append({ action: 'store.key_lost', actor: 'Muster', sentence })
    return `Muster starts without the key ${key}. Uploads, plans, responses, waiting emails and keys of authenticator apps that it sealed stay unreadable; jobs, erasures and the audit are complete. Should the key be found, set it as MUSTER_SEALING_KEY_PREVIOUS.`
  } finally {
    await storage.close()
  }
}
