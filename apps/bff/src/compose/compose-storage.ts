import type { Account } from '@muster/contracts/hold'
import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import { accountName } from '../adapters/storage/database/account-change.ts'
import { bindAccount } from '../adapters/storage/database/hold-store.ts'
import { accountPlugin } from '../adapters/storage/database/own-account.ts'
import { takeOverEmbedded } from '../adapters/storage/database/postgres/take-over-embedded.ts'
import type { Storage } from '../adapters/storage/database/storage.ts'
import { followMark, holdIfRestored } from '../adapters/storage/database/store-state.ts'
import { type MarkFile, openMarkFile } from '../adapters/storage/folder/mark-file.ts'
import { migrate } from '../adapters/storage/migrations/run-migrations.ts'
import { removeLeftFiles } from '../adapters/storage/uploads/temporary-files.ts'
import type { Config } from '../config/config.ts'
import { sealerOf, withSealedContent } from './compose-keys.ts'
import type { FeatureParts } from './compose-parts.ts'
import { accountOf } from './connect.ts'

interface OpenStore extends Pick<FeatureParts, 'storage' | 'sealer'> {
  readonly markFile: MarkFile
  /** For the operator: the store is of another account, or was until now. */
  readonly notice: string | null
}

type Tools = Pick<FeatureParts, 'clock' | 'log' | 'shutdown'>

/** The migrated store, its sealed content and the mark of its latest state. A restored store starts held. */
export async function composeStorage(config: Config, opening: Promise<Storage>, tools: Tools): Promise<OpenStore> {
  // The store judges its folder first, in which the key is.
  const opened = await opening
  await migrate(opened)
  await removeLeftFiles(config.dataDir)
  const sealer = sealerOf(config)
  const account = accountOf(config)
  const sealed = await withSealedContent(opened, sealer, tools.clock)
  const storage = { ...sealed, db: sealed.db.withPlugin(accountPlugin(account)) }
  const markFile = markFileOf(config, tools)
  await takeOverEmbedded(storage, config.quiesceMs)
  await holdRestored(config, { storage, markFile }, tools)
  const notice = await bindToAccount(storage, account, tools)
  if (storage.kind === 'postgres') {
    const unfollow = followMark(storage.db, markFile, (error) =>
      tools.log.warn({ error }, 'Could not read the mark of the store'),
    )
    tools.shutdown.add('the mark', async () => unfollow())
  }
  return { storage, sealer, markFile, notice }
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
  { storage, markFile }: Pick<OpenStore, 'storage' | 'markFile'>,
  { clock, log }: Tools,
): Promise<void> {
  const reason = await holdIfRestored(storage, markFile, { quiesceMs, at: clock.now() })
  if (reason === null) return
  log.warn({ reason }, 'The database was restored or copied: no job runs until an owner releases it under Settings')
}

/** A store of another account runs no job until an owner decides what becomes of its data. */
async function bindToAccount(
  { db }: Pick<Storage, 'db'>,
  account: Account,
  { clock, log }: Tools,
): Promise<string | null> {
  const binding = await bindAccount(db, account, clock.now())
  if (binding.kind === 'own') return null
  const facts = { stored: accountName(binding.stored), connected: accountName(binding.connected) }
  const sentence = message(binding.kind === 'held' ? 'account.is_other' : 'account.was_left', facts)
  log.warn({ reason: binding.kind }, 'The database holds the data of another account')
  return englishText(sentence)
}
