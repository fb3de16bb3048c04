import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lentFilesFolder, removeLeftFiles, withLentFolder } from './temporary-files.ts'

test('removes files of dead processes at start, keeps those of living ones', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'lent-'))
  const folder = lentFilesFolder(dataDir)
  const dead = spawn(process.execPath, ['-e', ''])
  await once(dead, 'exit')
  const names = [`${hostname()}-${dead.pid}-a`, `${hostname()}-${process.ppid}-b`, 'another-machine-1-c']
  for (const name of names) {
    await mkdir(join(folder, name), { recursive: true })
    await writeFile(join(folder, name, 'file'), 'x')
  }
  await removeLeftFiles(dataDir)
  expect((await readdir(folder)).toSorted()).toEqual(names.slice(1).toSorted())
})

test('a file is removed when its use ends, also by an error', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lent-'))
  await expect(
    withLentFolder(folder, async (own) => {
      await writeFile(join(own, 'file'), 'x')
      throw new Error('reading failed')
    }),
  ).rejects.toThrow('reading failed')
  expect(await readdir(folder)).toEqual([])
})
