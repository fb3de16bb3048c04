import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ensureKeyInFolder, keysInFolder } from './key-file.ts'
import { createSealer } from './sealing.ts'

const [old, current] = [Buffer.from('the old secret of the tests'), Buffer.from('the new secret of the tests')]
const plain = Buffer.from('JBSWY3DPEHPK3PXP')

/** As versions before key IDs sealed it. */
function sealedByFirstVersion(secret: Buffer, owner: string): string {
  const key = createHash('sha256').update('muster sealing 1').update(secret).digest()
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner))
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  return ['v1', nonce.toString('base64url'), sealed.toString('base64url')].join('.')
}

test('the key of an authenticator app opens for its member, with either slot, from either version', () => {
  const rotated = createSealer(current, [old]).factors
  for (const sealed of [createSealer(old).factors.seal(plain, 'm-1'), sealedByFirstVersion(old, 'm-1')]) {
    expect(rotated.open(sealed, 'm-1')).toEqual(plain)
    expect(() => rotated.open(sealed, 'm-2')).toThrow('unable to authenticate')
    expect(() => createSealer(current).factors.open(sealed, 'm-1')).toThrow(/which is not set|unable to authenticate/)
  }
})

test('any changed byte of sealed content is found', () => {
  const { content } = createSealer(current)
  const sealed = content.seal(plain, 'a place')
  expect(content.open(Buffer.from(sealed), 'a place')).toEqual(plain)
  // The first four bytes mark sealed content; without them it is read as content of older versions.
  for (let at = 4; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(() => content.open(changed, 'a place')).toThrow(/unable to authenticate|which is not set/)
  }
})

test('the file of a key is made once, for its user only; a renamed one still opens, a damaged one is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sealing-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'sealing-key')
  const key = ensureKeyInFolder(folder)
  expect(ensureKeyInFolder(folder)).toEqual(key)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  renameSync(file, `${file}.previous`)
  const next = ensureKeyInFolder(folder)
  expect(next).not.toEqual(key)
  expect(keysInFolder(folder)).toEqual([next, key])
  writeFileSync(file, readFileSync(file).subarray(1))
  expect(() => ensureKeyInFolder(folder)).toThrow(`${file} is damaged`)
})
