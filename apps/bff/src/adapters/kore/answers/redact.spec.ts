import { expect, test } from 'vitest'
import { redact, wordsOf } from './redact.ts'

test('tokens and secrets do not survive', () => {
  const token = 'eyJhbGciOiJIUzI1NiJ9.eyJhcHBJZCI6ImNzLTEifQ.c2lnbmF0dXJl'
  const words = redact(`{"clientSecret":"canary\\"x","auth": "${token}","msg":"bad ${token}"}`)
  expect(words).not.toContain('canary')
  expect(words).not.toContain('eyJ')
  expect(words).toContain('"msg":"bad [removed]"')
})

test('what could break a log line or the store becomes a mark, line breaks stay', () => {
  expect(redact('a\u0000b\u001b[31m\u2028\ud800\n\tz')).toBe('a\ufffdb\ufffd[31m\ufffd\ufffd\n\tz')
})

test('4 KB at most', () => {
  expect(redact('x'.repeat(1_000_000))).toHaveLength(4_096)
})

test('nothing is null', () => {
  expect([wordsOf(undefined), wordsOf(null), wordsOf('')]).toEqual([null, null, null])
  expect(wordsOf({ msg: 'x' })).toBe('{"msg":"x"}')
})
