import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Storage } from '../database/storage.ts'
import { migrate } from '../migrations/run-migrations.ts'
import { openStorage } from '../open-storage.ts'
import { type PostgresCluster, postgresVersion, startPostgres } from './postgres-cluster.ts'
import { templateFolder } from './template-folder.ts'

/** Starts a server with the empty database `migrated`. The first test process creates its files, the others copy them. */
export async function startMigratedPostgres(): Promise<PostgresCluster> {
  const folder = await templateFolder('postgres', { version: postgresVersion(), make })
  // It outlives the spec that starts it.
  return startPostgres({ template: join(folder, 'data'), home: process.env['SPECS_TMPDIR'] ?? tmpdir() })
}

async function make(folder: string): Promise<void> {
  const cluster = await startPostgres()
  await inDatabase(cluster.urlOf('postgres'), (admin) => admin.executeSql('create database migrated'))
  await inDatabase(cluster.urlOf('migrated'), migrate)
  await cluster.stop(join(folder, 'data'))
}

export async function inDatabase(url: string, work: (storage: Storage) => Promise<unknown>): Promise<void> {
  const storage = await openStorage({ kind: 'postgres', url })
  try {
    await work(storage)
  } finally {
    await storage.close()
  }
}
