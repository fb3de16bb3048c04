import type { Storage } from '../database/storage.ts'
import { openStorage } from '../open-storage.ts'
import { type InitialContent, keepContent, restoreContent } from './initial-content.ts'
import type { PostgresCluster } from './postgres-cluster.ts'
import { inDatabase, startMigratedPostgres } from './postgres-template.ts'

interface Held {
  readonly database: string
  readonly content: InitialContent
}

/** Databases of closed stores, for reuse by every spec of this process. */
const idle: Held[] = []

let starting: Promise<PostgresCluster> | null = null
let databases = 0

/** The server for all specs of this process, which ends with it. */
export const sharedPostgres = (): Promise<PostgresCluster> => (starting ??= startMigratedPostgres())

/** A migrated, empty database on the shared server. After `close` the next caller reuses it. */
export async function openFreshPostgres(): Promise<Storage> {
  const cluster = await sharedPostgres()
  for (let held = idle.pop(); held !== undefined; held = idle.pop()) {
    const storage = await openStorage({ kind: 'postgres', url: cluster.urlOf(held.database) })
    if (await restoreContent(storage, held.content)) return reused(storage, held)
    await storage.close()
    await administer(cluster, `drop database ${held.database} with (force)`)
  }
  databases += 1
  const database = `test_${databases}`
  await administer(cluster, `create database ${database} template migrated`)
  const storage = await openStorage({ kind: 'postgres', url: cluster.urlOf(database) })
  return reused(storage, { database, content: await keepContent(storage) })
}

/** Its connections close with it, and with them what a test left open. */
function reused(storage: Storage, held: Held): Storage {
  return {
    ...storage,
    close: async () => {
      await storage.close()
      idle.push(held)
    },
  }
}

const administer = (cluster: PostgresCluster, statement: string): Promise<void> =>
  inDatabase(cluster.urlOf('postgres'), (admin) => admin.executeSql(statement))
