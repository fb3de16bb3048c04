import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'muster-folder-'))
afterAll(() => rmSync(folder, { recursive: true }))

test.each(['#', '?'])('refuses to build in a folder with "%s" in its path, before it installs anything', (sign) => {
  const root = join(folder, `people ${sign}1`)
  mkdirSync(root)
  cpSync(import.meta.dirname, join(root, 'apps', 'launch', 'src'), { recursive: true })
  const start = join(root, 'apps', 'launch', 'src', 'start.mjs')
  const { status, stderr } = spawnSync(process.execPath, [start])
  expect([status, String(stderr)]).toEqual([1, expect.stringContaining(`contains "${sign}"`)])
  expect(readdirSync(root)).toEqual(['apps'])
})
