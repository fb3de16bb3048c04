import { resolve } from 'node:path'
import { createConfigSource } from '../config/config-source.ts'

/** Where the store is, read as Muster reads it. */
export interface Place {
  readonly dataDir: string
  /** Null: the embedded store of the data folder. */
  readonly databaseUrl: string | null
  /** Origin that members open. */
  readonly url: string
}

/** Throws with the problems of the settings. */
export function readPlace(env: Record<string, string | undefined>): Place {
  const source = createConfigSource(env)
  const databaseUrl = source.secret('DATABASE_URL')?.toString() ?? null
  const dataDir = resolve(source.text('DATA_DIR') ?? './data')
  if (source.problems.length > 0) throw new Error(source.problems.join('\n'))
  const url =
    source.text('PUBLIC_URL') ?? `http://${source.text('HOST') ?? '127.0.0.1'}:${source.text('PORT') ?? '8080'}`
  return { dataDir, databaseUrl, url: url.replace(/\/$/, '') }
}
