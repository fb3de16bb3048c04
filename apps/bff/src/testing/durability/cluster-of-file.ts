import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { type PostgresCluster, startPostgres } from '../../adapters/storage/testing/postgres-cluster.ts'

/** A PostgreSQL cluster and a folder for the tests of one file. The cluster runs while they do. */
export function clusterOfFile(prefix: string): { readonly root: string; readonly cluster: () => PostgresCluster } {
  const root = mkdtempSync(join(tmpdir(), prefix))
  let cluster: PostgresCluster | undefined
  beforeAll(async () => {
    cluster = await startPostgres()
  }, 60_000)
  afterAll(async () => {
    await cluster?.stop()
    rmSync(root, { recursive: true })
  })
  return {
    root,
    cluster: () => {
      if (cluster === undefined) throw new Error('the cluster runs only while tests do')
      return cluster
    },
  }
}
