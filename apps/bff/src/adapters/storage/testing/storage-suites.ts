import { afterAll, beforeAll, describe, onTestFinished } from 'vitest'
import { createSealer } from '../../sealing/sealing.ts'
import { sealPlugin } from '../database/seal.ts'
import type { Storage } from '../database/storage.ts'
import { openFreshPglite } from './fresh-pglite.ts'
import { openFreshPostgres, sharedPostgres } from './fresh-postgres.ts'
import { pgliteTemplate } from './pglite-template.ts'

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
    beforeAll(() => sharedPostgres().then(() => {}), 240_000)
    suite(tracked(openFreshPostgres))
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
