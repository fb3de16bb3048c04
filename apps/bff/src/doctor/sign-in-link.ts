import { createSqlAuditLog } from '../adapters/storage/audit/audit-log.ts'
import { requestLink } from '../adapters/storage/folder/backup-socket.ts'
import { openStorage } from '../adapters/storage/open-storage.ts'
import { createSqlMemberStore } from '../adapters/storage/session/members-store.ts'
import { systemClock } from '../clock.ts'
import { makeFurtherLink } from '../features/session/make-sign-in-link.ts'
import type { Place } from './store-location.ts'

/** Creates another sign-in link for the owner while Muster runs: through its data folder, or in its PostgreSQL. */
export async function signInLink({ dataDir, databaseUrl, url, adminEmail }: Place): Promise<string> {
  const link = databaseUrl === null ? await requestLink(dataDir) : await linkInDatabase(databaseUrl, url, adminEmail)
  if (link === null)
    throw new Error(`No Muster runs on ${dataDir}. Start it, or set DATA_DIR or DATABASE_URL to its values.`)
  return `Sign in with this link (for one browser, for 24 hours, until Muster restarts):\n${link}`
}

async function linkInDatabase(databaseUrl: string, url: string, adminEmail: string | null): Promise<string> {
  const storage = await openStorage({ kind: 'postgres', url: databaseUrl })
  try {
    const audit = createSqlAuditLog(storage.db)
    const members = createSqlMemberStore(storage.db)
    return await makeFurtherLink({ members, audit, clock: systemClock }, url, adminEmail)
  } finally {
    await storage.close()
  }
}
