import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isAllowedLicense, licenseOf, lockfileIssues, unpinned } from './supply-chain.mjs'

const lockfile = readFileSync(join(import.meta.dirname, '../../../pnpm-lock.yaml'), 'utf8')

test('the lockfile takes every package from the registry, with its SHA-512', () => {
  expect(lockfileIssues(lockfile)).toEqual([])
})

test.each<[string, (entry: string) => string, RegExp]>([
  ['without a hash', (entry) => entry.replace(/\{integrity: [^}]+\}/, '{}'), /^jose@.* is not from the registry/],
  ['with a weak hash', (entry) => entry.replace('sha512-', 'sha1-'), /is not from the registry with a SHA-512/],
  [
    'from another place',
    (entry) => entry.replace('{integrity:', '{tarball: https://example.com/jose.tgz, integrity:'),
    /is not from the registry/,
  ],
  ['that is denied', (entry) => entry.replace('jose@', 'xlsx@'), /^xlsx@.* is denied$/],
])('a package %s is reported', (_what, change, issue) => {
  const entry = /\n {2}jose@[^\n]+\n {4}resolution: [^\n]+\n/.exec(lockfile)?.[0] ?? ''
  expect(lockfileIssues(lockfile.replace(entry, change(entry)))).toEqual([expect.stringMatching(issue)])
})

test('a lockfile without packages is an issue', () => {
  expect(lockfileIssues('lockfileVersion: 9')).toHaveLength(1)
})

test('a dependency has one version', () => {
  const dependencies = { a: '1.2.3', b: 'workspace:*', c: '^1.0.0', d: 'https://example.com/d.tgz', e: '1.0.0-beta.2' }
  expect(unpinned({ name: 'x', dependencies })).toEqual([
    'x has c at ^1.0.0, which is not one version',
    'x has d at https://example.com/d.tgz, which is not one version',
  ])
})

test.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0)', true],
  ['MIT AND GPL-3.0', false],
  ['AGPL-3.0', false],
  ['none', false],
])('the license %s: %s', (license, allowed) => {
  expect(isAllowedLicense(license)).toBe(allowed)
})

test.each([
  [{ license: 'MIT' }, 'MIT'],
  [{ license: { type: 'ISC' } }, 'ISC'],
  [{ licenses: [{ type: 'MIT' }, { type: 'Apache-2.0' }] }, 'MIT OR Apache-2.0'],
  [{}, 'none'],
])('the license of %j', (manifest, license) => {
  expect(licenseOf(manifest)).toBe(license)
})
