// A move that is killed between its commit in PostgreSQL and its record beside the embedded store.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openStorage } from '../adapters/storage/open-storage.ts'
import { beginDataDir, briefStore } from '../adapters/storage/testing/pglite-template.ts'
import { type PostgresCluster, startPostgres } from '../adapters/storage/testing/postgres-cluster.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const root = mkdtempSync(join(tmpdir(), 'muster-move-'))
const dataDir = join(root, 'data')
let cluster: PostgresCluster

beforeAll(async () => {
  cluster = await startPostgres()
  await beginDataDir(dataDir)
  const storage = await openStorage({ kind: 'pglite', dataDir })
  await storage.executeSql(`update store_state set mark = 7`)
  await storage.close()
})
afterAll(async () => {
  await cluster.stop()
  rmSync(root, { recursive: true, force: true })
})

/** Ends the process when it is about to replace a file with one of this content. */
const killAtRecordOf = (word: string) =>
  `data:text/javascript,${encodeURIComponent(`
    import fs from 'node:fs'
    import { syncBuiltinESMExports } from 'node:module'
    const { rename } = fs.promises
    fs.promises.rename = (from, to) => {
      if (to.endsWith('store.json') && fs.readFileSync(from, 'utf8').includes('"${word}"')) process.kill(process.pid, 'SIGKILL')
      return rename(from, to)
    }
    syncBuiltinESMExports()`)}`

async function doctor(
  args: readonly string[],
  { url, nodeArgs = [] }: { url?: string; nodeArgs?: readonly string[] } = {},
) {
  const child = spawn(process.execPath, [...briefStore, ...nodeArgs, join(import.meta.dirname, 'main.ts'), ...args], {
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      DATA_DIR: dataDir,
      ...(url === undefined ? {} : { DATABASE_URL: url }),
    },
  })
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(String(chunk)))
  await once(child, 'close')
  return { signal: child.signalCode, text: chunks.join('') }
}

async function markIn(url: string): Promise<unknown> {
  const storage = await openStorage({ kind: 'postgres', url })
  try {
    return (await storage.executeSql('select mark::int from store_state')).rows
  } finally {
    await storage.close()
  }
}

test('a move that is killed leaves one live state, and a second one finishes it', async () => {
  const url = cluster.urlOf('postgres')
  const killed = await doctor(['move'], { url, nodeArgs: ['--import', killAtRecordOf('movedAt')] })
  expect(killed).toEqual({ signal: 'SIGKILL', text: '' })
  expect(await markIn(url)).toEqual([{ mark: 8 }])

  const sentence = /A move of the store in .* did not finish\. Run "npm run doctor -- move" again/
  await expect(openStorage({ kind: 'pglite', dataDir })).rejects.toThrow(sentence)
  expect((await doctor([])).text).toMatch(sentence)

  expect((await doctor(['move'], { url })).text).toMatch(/^The store was moved before\. Start Muster/)
  expect(await markIn(url)).toEqual([{ mark: 8 }])
  await expect(openStorage({ kind: 'pglite', dataDir })).rejects.toThrow('was moved into PostgreSQL on')
})
