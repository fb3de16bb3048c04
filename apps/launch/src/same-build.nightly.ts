import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')

/** Builds the web app into the folder, in place of what is there. Returns the SHA-256 of each file. */
async function build(folder: string): Promise<Readonly<Record<string, string>>> {
  const vite = join(root, 'node_modules/.bin/vite')
  await promisify(execFile)(vite, ['build', '--logLevel', 'warn', '--outDir', folder, '--emptyOutDir'], {
    cwd: join(root, 'apps/web'),
  })
  const files = readdirSync(folder, { encoding: 'utf8', recursive: true }).toSorted()
  return Object.fromEntries(
    files
      .filter((file) => statSync(join(folder, file)).isFile())
      .map((file) => [
        file,
        createHash('sha256')
          .update(readFileSync(join(folder, file)))
          .digest('hex'),
      ]),
  )
}

test('two builds of the web app are the same files', async () => {
  // One folder: the source maps name their sources relative to it.
  const folder = mkdtempSync(join(tmpdir(), 'build-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const one = await build(folder)
  expect(Object.keys(one).length).toBeGreaterThan(50)
  expect(await build(folder)).toEqual(one)
})
