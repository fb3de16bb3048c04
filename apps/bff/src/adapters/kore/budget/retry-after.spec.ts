import { expect, test } from 'vitest'
import { parseRetryAfter } from './retry-after.ts'

const now = Date.parse('2026-01-01T00:00:00Z')

test.each([
  [null, null],
  ['30', 30_000],
  [' 30 ', 30_000],
  ['0', null],
  ['-5', null],
  ['1.5', null],
  ['1000000000', 3_600_000],
  ['99999999999999999999', 3_600_000],
  ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
  ['Thu, 01 Jan 2026 09:00:00 GMT', 3_600_000],
  ['Wed, 31 Dec 2025 23:59:00 GMT', null],
  ['Thursday, 01-Jan-26 00:01:00 GMT', 60_000],
  ['Thu Jan  1 00:01:00 2026', 60_000],
  ['soon', null],
  ['', null],
  ['Fri, nonsense', null],
] as const)('%j is %j ms', (header, ms) => {
  expect(parseRetryAfter(header, now)).toBe(ms)
})
