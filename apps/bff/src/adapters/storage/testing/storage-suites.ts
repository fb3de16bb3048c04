import { afterAll, beforeAll, describe, onTestFinished } from 'vitest'
import { createSealer } from '../../sealing/sealing.ts'
import { sealPlugin } from '../database/seal.ts'
import type { Storage } from '../database/storage.ts'
import { openStorage } from '../open-storage.ts'
import { openFreshPglite } from './fresh-pglite.ts'
import { pgliteTemplate } from './pglite-template.ts'
import type { PostgresCluster } from './postgres-cluster.ts'
import { inDatabase, startMigratedPostgres } from './postgres-template.ts'

/** Opens a migrated, empty store. Each call returns another one; all are closed after the suite. */
export type OpenStorage = () => Promise<Storage>

/** Runs a suite on the embedded store (in memory) and on a real PostgreSQL. Neither is ever skipped. */
export function describeOnEachStorage(name: string, suite: (open: OpenStorage) => void): void {
  describe(`${name} (PGlite)`, () => {
    // The first to run creates it, which takes seconds, on a busy machine many.
    beforeAll(() => pgliteTemplate().then(() => {}), 240_000)
    suite(tracked(openFreshPglite))
  })
  describe(`${name} (PostgreSQL)`, () => {
    const server = postgresServer()
    beforeAll(() => server.start().then(() => {}), 240_000)
    suite(tracked(server.open))
    afterAll(server.stop)
  })
}

/** Content of these stores is sealed, as in production. */
const seal = sealPlugin(createSealer(Buffer.from('a key of the tests')).content)

/** Closes opened stores: in a test, after it; in `beforeAll`, after the suite. */
function tracked(open: OpenStorage): OpenStorage {
  const opened: Storage[] = []
  afterAll(async () => {
    await Promise.all(opened.map((storage) => storage.close()))
  })
  return async () => {
    const storage = await open()
    let closing: Promise<void> | null = null
    const once: Storage = { ...storage, db: storage.db.withPlugin(seal), close: () => (closing ??= storage.close()) }
    opened.push(once)
    closeAfterTest(once)
    return once
  }
}

function closeAfterTest(storage: Storage): void {
  try {
    onTestFinished(() => storage.close())
  } catch {
    // Not in a test: the suite closes it.
  }
}

function postgresServer() {
  let starting: Promise<PostgresCluster> | null = null
  let databases = 0
  const start = () => (starting ??= startMigratedPostgres())
  return {
    start,
    open: async () => {
      const cluster = await start()
      databases += 1
      const database = `test_${databases}`
      await inDatabase(cluster.urlOf('postgres'), (admin) =>
        admin.executeSql(`create database ${database} template migrated`),
      )
      return openStorage({ kind: 'postgres', url: cluster.urlOf(database) })
    },
    stop: async () => {
      await (await starting)?.stop()
    },
  }
}
