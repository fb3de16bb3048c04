import { ensureKeyInFolder, keysInFolder } from '../adapters/sealing/key-file.ts'
import { createSealer, type Sealer } from '../adapters/sealing/sealing.ts'
import { sealPlugin } from '../adapters/storage/database/seal.ts'
import type { Storage } from '../adapters/storage/database/storage.ts'
import { resealContent } from '../adapters/storage/keys/sealed-rows.ts'
import { admitSealingKeys, recordResealed, resealedAt } from '../adapters/storage/keys/sealing-keys.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import type { Log } from '../http/log.ts'

/**
 * With the embedded store the key is a file beside it. Replicas on PostgreSQL share one only by the configuration. Keys
 * of the folder always open what they sealed.
 */
export function sealerOf({ sealingKeys, databaseUrl, dataDir }: Config): Sealer | null {
  const { current, previous } = sealingKeys
  const key = current ?? (databaseUrl === null ? ensureKeyInFolder(dataDir) : null)
  if (key === null) return null
  const others = [...(previous === null ? [] : [previous]), ...keysInFolder(dataDir)]
  return createSealer(
    key,
    others.filter((other) => !other.equals(key)),
  )
}

/** The store whose content the key seals. Throws if content needs a key that is not set. */
export async function withSealedContent(storage: Storage, sealer: Sealer | null, clock: Clock): Promise<Storage> {
  await admitSealingKeys(storage.db, {
    sealer,
    at: clock.now(),
  })
  return sealer === null ? storage : { ...storage, db: storage.db.withPlugin(sealPlugin(sealer.content)) }
}

const pauseMs = 20

/**
 * Seals what was stored before there was this key, in the background: once, and at each start while a second key is
 * set. Returns a stop function.
 */
export function startResealing(
  { db }: Pick<Storage, 'db'>,
  sealer: Sealer | null,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): () => Promise<void> {
  const stopping = new AbortController()
  const run = async (current: Sealer) => {
    const { keyId, keyIds } = current
    if (keyIds.length === 1 && (await resealedAt(db, keyId)) !== null) return
    const { sealed, unreadable } = await resealContent(db, {
      sealer: current,
      pause: () => clock.sleep(pauseMs, stopping.signal),
    })
    await recordResealed(db, keyId, clock.now())
    if (sealed > 0) log.info({ count: sealed }, 'Sealed older content of the store with the current key')
    if (unreadable > 0) log.warn({ count: unreadable }, 'Content of the store opens with no key that is set')
  }
  const running =
    sealer === null
      ? Promise.resolve()
      : run(sealer).catch((error: unknown) => {
          if (!stopping.signal.aborted) log.warn({ error }, 'Could not seal older content; the next start continues')
        })
  return async () => {
    stopping.abort()
    await running
  }
}
