import { resolve } from 'node:path'
import { type Config, readSealingKeys } from '../config/config.ts'
import { createConfigSource } from '../config/config-source.ts'
import { settings } from '../config/settings.ts'

/** The location of the store, from the same settings as Muster's. */
export interface Place {
  readonly dataDir: string
  /** Null: the embedded store of the data folder. */
  readonly databaseUrl: string | null
  /** The public origin. */
  readonly url: string
  /** Null: no administrator is configured. */
  readonly adminEmail: string | null
}

/** Throws with the problems of the settings. */
export function readPlace(env: Record<string, string | undefined>): Place {
  const source = createConfigSource(env)
  const databaseUrl = source.secret(settings.databaseUrl)?.toString() ?? null
  const dataDir = resolve(source.text(settings.dataDir))
  const url = source.text(settings.publicUrl) ?? `http://${source.text(settings.host)}:${source.whole(settings.port)}`
  const adminEmail = source.text(settings.adminEmail) ?? null
  if (source.problems.length > 0) throw new Error(source.problems.join('\n'))
  return { dataDir, databaseUrl, url: url.replace(/\/$/, ''), adminEmail }
}

/** The configured keys of sealed content. Throws with the problems of the settings. */
export function readKeys(env: Record<string, string | undefined>): Config['sealingKeys'] {
  const source = createConfigSource(env)
  const keys = readSealingKeys(source)
  if (source.problems.length > 0) throw new Error(source.problems.join('\n'))
  return keys
}
