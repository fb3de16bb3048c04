import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const fileName = 'sealing-key'
/** A rotation renames the file to this; the next start makes a new one. */
const earlierName = 'sealing-key.previous'

/** 32 bytes, as earlier versions wrote them, or their base64url. */
function readKey(path: string): Buffer | null {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return null
  const key = readFileSync(path)
  if (key.length === 32 || /^[\w-]{43}$/.test(key.toString('latin1'))) return key
  throw new Error(`${path} is damaged: it must have 32 or 43 bytes. Restore it from a copy.`)
}

/** The keys that a data folder has: the current one first. */
export const keysInFolder = (dataDir: string): readonly Buffer[] =>
  [fileName, earlierName].flatMap((name) => readKey(join(dataDir, name)) ?? [])

/** The key beside the embedded store, outside what a backup copies; the first start creates it. */
export function ensureKeyInFolder(dataDir: string): Buffer {
  const path = join(dataDir, fileName)
  const known = readKey(path)
  if (known !== null) return known
  const key = Buffer.from(randomBytes(32).toString('base64url'))
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  writeFileSync(path, key, { mode: 0o600, flag: 'wx', flush: true })
  return key
}
