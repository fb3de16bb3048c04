import { createSealing, keyInFolder } from '../adapters/sealing/sealing.ts'
import type { Config } from '../config/config.ts'
import type { Sealing } from '../features/session/factors-ports.ts'

/** With the embedded store the key is a file beside it. Replicas on PostgreSQL share one only by the configuration. */
export function sealingOf({ sealingKey, databaseUrl, dataDir }: Config): Sealing | null {
  if (sealingKey !== null) return createSealing(sealingKey)
  return databaseUrl === null ? createSealing(keyInFolder(dataDir)) : null
}
