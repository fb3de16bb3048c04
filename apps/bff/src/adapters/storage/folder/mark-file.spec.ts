import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { holdIfRestored } from '../database/store-state.ts'
import { openStorage } from '../open-storage.ts'
import { beginDataDir } from '../testing/pglite-template.ts'
import { openMarkFile } from './mark-file.ts'

test('a start on a restored folder is held, however the backup was put back', { timeout: 120_000 }, async () => {
  const root = mkdtempSync(join(tmpdir(), 'muster-mark-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const [dataDir, backup] = [join(root, 'data'), join(root, 'backup')]
  await beginDataDir(dataDir)
  /** Why it is held; null if it is not. */
  const start = async () => {
    const storage = await openStorage({ kind: 'pglite', dataDir })
    const reason = await holdIfRestored(storage, openMarkFile(dataDir), { quiesceMs: 1000, at: Date.now() })
    await storage.close()
    return reason
  }
  expect(await start()).toBeNull()
  cpSync(dataDir, backup, { recursive: true })
  expect(await start()).toBeNull()
  // Into the present files, whose inodes stay.
  cpSync(backup, dataDir, { recursive: true, preserveTimestamps: true })
  expect(await start()).toBe('older')
  rmSync(dataDir, { recursive: true })
  cpSync(backup, dataDir, { recursive: true })
  expect(await start()).toBe('copied')
  expect(readdirSync(dataDir).filter((name) => name.startsWith('store-mark'))).toHaveLength(1)
})
