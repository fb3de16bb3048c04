import { takeOverEmbedded } from '../adapters/storage/database/postgres/take-over-embedded.ts'
import type { Storage } from '../adapters/storage/database/storage.ts'
import { followMark, holdIfRestored } from '../adapters/storage/database/store-state.ts'
import { type MarkFile, openMarkFile } from '../adapters/storage/folder/mark-file.ts'
import { migrate } from '../adapters/storage/migrations/run-migrations.ts'
import { removeLeftFiles } from '../adapters/storage/uploads/temporary-files.ts'
import type { Config } from '../config/config.ts'
import { sealerOf, withSealedContent } from './compose-keys.ts'
import type { FeatureParts } from './compose-parts.ts'

interface OpenStore extends Pick<FeatureParts, 'storage' | 'sealer'> {
  readonly markFile: MarkFile
}

type Tools = Pick<FeatureParts, 'clock' | 'log' | 'shutdown'>

/** The migrated store, its sealed content and the mark of its latest state. A restored store starts held. */
export async function composeStorage(config: Config, opening: Promise<Storage>, tools: Tools): Promise<OpenStore> {
  // The store judges its folder first, in which the key is.
  const opened = await opening
  await migrate(opened)
  await removeLeftFiles(config.dataDir)
  const sealer = sealerOf(config)
  const storage = await withSealedContent(opened, sealer, tools.clock)
  const markFile = markFileOf(config, tools)
  await takeOverEmbedded(storage, config.quiesceMs)
  await holdRestored(config, { storage, markFile }, tools)
  if (storage.kind === 'postgres') {
    const unfollow = followMark(storage.db, markFile, (error) =>
      tools.log.warn({ error }, 'Could not read the mark of the store'),
    )
    tools.shutdown.add('the mark', async () => unfollow())
  }
  return { storage, sealer, markFile }
}

/** On PostgreSQL, a persistent folder is a second line of defense: without one, Muster runs and logs a warning. */
function markFileOf({ dataDir, databaseUrl }: Config, { log }: Tools): MarkFile {
  if (databaseUrl === null) return openMarkFile(dataDir)
  let warned = false
  return openMarkFile(dataDir, (error) => {
    if (!warned) log.warn({ error }, 'DATA_DIR cannot be written: a physical restore of the database is not noticed')
    warned = true
  })
}

/** A store older than this installation's last state runs no job until an owner releases it. */
async function holdRestored(
  { quiesceMs }: Config,
  { storage, markFile }: Omit<OpenStore, 'sealer'>,
  { clock, log }: Tools,
): Promise<void> {
  const reason = await holdIfRestored(storage, markFile, { quiesceMs, at: clock.now() })
  if (reason === null) return
  log.warn({ reason }, 'The database was restored or copied: no job runs until an owner releases it under Settings')
}
