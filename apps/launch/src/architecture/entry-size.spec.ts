import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { entryFiles, entrySize, usersPageSize } from './entry-size.ts'
import { isBeyond } from './measures.ts'

const manifest = {
  'index.html': { file: 'index.js', imports: ['_app.js', '_react.js'] },
  '_app.js': { file: 'app.js', imports: ['_react.js'] },
  '_react.js': { file: 'react.js' },
  '_users.js': { file: 'users.js', name: 'users', imports: ['index.html', '_list.js'] },
  '_list.js': { file: 'list.js' },
}

test('the entry has what it imports, each once, and no page that loads later', () => {
  expect(entryFiles(manifest)).toEqual(['index.js', 'app.js', 'react.js'])
})

test.each([
  [48_000, false],
  [51_000, true],
])('an entry of three files of %d bytes that do not compress is beyond the bound: %s', (bytes, isTooLarge) => {
  const dist = mkdtempSync(join(tmpdir(), 'dist-'))
  mkdirSync(join(dist, '.vite'))
  writeFileSync(join(dist, '.vite', 'manifest.json'), JSON.stringify(manifest))
  for (const { file } of Object.values(manifest)) writeFileSync(join(dist, file), randomBytes(bytes))
  expect(isBeyond(entrySize(dist))).toBe(isTooLarge)
  // Its own script and its list's are two more.
  expect(usersPageSize(dist).value).toBeCloseTo((5 * bytes) / 1000, 0)
  expect(isBeyond(usersPageSize(dist))).toBe(true)
})
