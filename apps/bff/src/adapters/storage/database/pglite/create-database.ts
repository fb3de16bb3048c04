import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('./create-database-main.ts', import.meta.url))

/**
 * Creates the database of a first start in a process of its own: creating one takes over a gigabyte of memory, which a
 * process does not return. The folder appears when it is complete; an interrupted creation leaves nothing in its place.
 * Opening the folder reports a failure, with its reason.
 */
export async function createDatabase(folder: string): Promise<void> {
  if (existsSync(folder)) return
  const unfinished = `${folder}.new`
  await rm(unfinished, { recursive: true, force: true })
  const child = fork(program, [unfinished], { env: {}, execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  const [code] = await once(child, 'exit')
  if (code === 0) await rename(unfinished, folder)
  else await rm(unfinished, { recursive: true, force: true })
}
