import { ensureKeyInFolder, keysInFolder } from '../adapters/sealing/key-file.ts'
import { createSealer, type Sealer } from '../adapters/sealing/sealing.ts'
import type { Config } from '../config/config.ts'

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
