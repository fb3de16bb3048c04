import { existsSync } from 'node:fs'
import { createSqlAuditStore } from '../adapters/storage/audit/audit-store.ts'
import { databaseFolder, readKnown, refuseIncomplete } from '../adapters/storage/folder/store-record.ts'
import { pagesFiles, verifyPages } from '../adapters/storage/folder/verify-pages.ts'
import { refuseNewerSchema } from '../adapters/storage/migrations/run-migrations.ts'
import { openStorage } from '../adapters/storage/open-storage.ts'
import type { Place } from './store-location.ts'

/**
 * Opens the store without changing its schema and checks everything possible: the files and pages of an embedded one,
 * its version, the chain of the audit. Throws on the first problem.
 */
export async function check({ dataDir, databaseUrl }: Place): Promise<string> {
  const embedded = databaseUrl === null
  const isMissing = embedded && !existsSync(databaseFolder(dataDir))
  // Refuses a folder that lost its database.
  if (isMissing && (await refuseIncomplete(dataDir)) === null) return `There is no store in ${dataDir} yet.`
  const storage = await openStorage(
    databaseUrl === null ? { kind: 'pglite', dataDir } : { kind: 'postgres', url: databaseUrl },
  )
  try {
    const lines = [embedded ? `The store in ${dataDir}:` : 'The store in PostgreSQL at DATABASE_URL:']
    if (embedded) lines.push(await checkPages(dataDir))
    await refuseNewerSchema(storage)
    const chain = await createSqlAuditStore(storage.db).verify([], new AbortController().signal)
    if (!chain.intact) throw new Error(`The audit's chain is broken at entry ${chain.firstBad}.`)
    lines.push(`  ${chain.entries} audit entries, chain whole, head ${chain.head ?? 'none'}`)
    return lines.join('\n')
  } finally {
    await storage.close()
  }
}

async function checkPages(dataDir: string): Promise<string> {
  const folder = databaseFolder(dataDir)
  const { zeroPages } = await readKnown(dataDir)
  const { pages, damage } = await verifyPages(folder, pagesFiles(folder).keys(), zeroPages)
  if (damage !== null) throw new Error(`The store is damaged: ${damage} does not have the content that was written.`)
  return `  ${pages} pages, every checksum right`
}
