import { execFileSync } from 'node:child_process'
import { rmSync, truncateSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'

const moreThanAtStart = 257 * 1024 * 1024
const name = '99999999'

/**
 * Adds a file that cannot be read to a closed embedded store, behind the pages that a start verifies. The verification
 * waits at this file until `find`.
 */
export function damageLate(dataDir: string): { readonly path: string; find(): Promise<void>; remove(): Promise<void> } {
  const database = join(dataDir, 'pglite')
  // The first folder to be verified, so all of the others is verified later. The file is a hole, which takes no room.
  const large = join(database, 'global', name)
  writeFileSync(large, '', { flag: 'wx' })
  truncateSync(large, moreThanAtStart)
  const path = join('base', '5', name)
  // A pipe is opened once it has a writer, and no page of it can be read.
  execFileSync('mkfifo', [join(database, path)])
  let writer: FileHandle | null = null
  return {
    path,
    find: async () => {
      writer = await open(join(database, path), 'w')
    },
    remove: async () => {
      await writer?.close()
      for (const file of [large, join(database, path)]) rmSync(file)
    },
  }
}
