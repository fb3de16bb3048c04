import type { Storage } from '../database/storage.ts'
import { migrate } from '../migrations/run-migrations.ts'
import { openStorage } from '../open-storage.ts'
import { type InitialContent, keepContent, restoreContent } from './initial-content.ts'
import { pgliteTemplate } from './pglite-template.ts'

interface Held {
  readonly storage: Storage
  readonly content: InitialContent
}

/** Closed stores, for reuse by every spec of this process: opening PGlite takes seconds. */
const idle: Held[] = []

/** A migrated, empty store in memory. After `close` it is reused by the next caller. */
export async function openFreshPglite(): Promise<Storage> {
  const held = await emptied(idle.pop())
  return { ...held.storage, close: async () => void idle.push(held) }
}

async function emptied(held: Held | undefined): Promise<Held> {
  if (held === undefined) {
    const { tar } = await pgliteTemplate()
    return kept(await openStorage({ kind: 'pglite', dataDir: null, template: tar }))
  }
  const { storage } = held
  if (await restoreContent(storage, held.content)) return held
  await storage.executeSql('drop schema public cascade; drop schema at_first cascade; create schema public')
  await migrate(storage)
  return kept(storage)
}

const kept = async (storage: Storage): Promise<Held> => ({ storage, content: await keepContent(storage) })
