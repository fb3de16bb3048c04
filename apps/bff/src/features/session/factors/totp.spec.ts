import { expect, test } from 'vitest'
import { base32, totpCode, totpStep, totpUri } from './totp.ts'

const key = Buffer.from('12345678901234567890')

/** Appendix B of RFC 6238, for SHA-1. */
test.each([
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
])('at %i s the code is %s', (seconds, code) => {
  expect(totpCode(key, Math.floor(seconds / 30), 8)).toBe(code)
})

test('a code is valid in its step and in those beside it', () => {
  const at = 1_111_111_109_000
  const code = totpCode(key, Math.floor(at / 30_000))
  const step = totpStep(key, code, at)
  expect([-60_000, -30_000, 30_000, 60_000].map((shift) => totpStep(key, code, at + shift))).toEqual([
    null,
    step,
    step,
    null,
  ])
  expect(totpStep(key, code.slice(1), at)).toBeNull()
})

test('the key is in Base32, as RFC 4648 has it', () => {
  expect(['f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => base32(Buffer.from(text)))).toEqual([
    'MY',
    'MZXQ',
    'MZXW6',
    'MZXW6YQ',
    'MZXW6YTB',
    'MZXW6YTBOI',
  ])
  expect(totpUri(key, 'ana@example.com')).toBe(
    'otpauth://totp/Muster%3Aana%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Muster',
  )
})
