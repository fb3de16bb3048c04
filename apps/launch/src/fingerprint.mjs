import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

function* filesBelow(path) {
  if (!existsSync(path)) return
  if (statSync(path).isFile()) {
    yield path
    return
  }
  for (const entry of readdirSync(path).toSorted()) {
    if (entry !== 'node_modules' && entry !== 'dist') yield* filesBelow(join(path, entry))
  }
}

/** SHA-256 over the names and bytes of files and folders: changes when any of them does. */
export function fingerprint(paths) {
  const hash = createHash('sha256')
  for (const path of paths) {
    for (const file of filesBelow(path)) hash.update(file).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

/** Whether the stamp at `file` has this fingerprint. */
export function isCurrent(file, value) {
  return existsSync(file) && readFileSync(file, 'utf8') === value
}

/** Writes the fingerprint of the processed sources. */
export function markCurrent(file, value) {
  writeFileSync(file, value)
}
