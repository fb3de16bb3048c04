import { expect, test } from 'vitest'
import { redact, wordsOf } from './redact.ts'

test('removes tokens and secrets', () => {
  const token = 'eyJhbGciOiJIUzI1NiJ9.eyJhcHBJZCI6ImNzLTEifQ.c2lnbmF0dXJl'
  const words = redact(`{"clientSecret":"canary\\"x","auth": "${token}","msg":"bad ${token}"}`)
  expect(words).not.toContain('canary')
  expect(words).not.toContain('eyJ')
  expect(words).toContain('"msg":"bad [removed]"')
})

test.each([
  '{"secretKey":"canary"}',
  '{"accessToken" : "canary","x":1}',
  '{"refresh_token":"canary"}',
  '{"x-api-key":"canary"}',
  '{"privateKey":"canary"}',
  '{"set-cookie":["sid=canary"]}',
  '{"password":9028374650}',
  JSON.stringify({ body: JSON.stringify({ clientSecret: 'canary', msg: 'x' }) }),
  JSON.stringify({ body: JSON.stringify({ body: JSON.stringify({ clientSecret: 'canary' }) }) }),
  '<p>POST /oauth?client_secret=canary&amp;x=1</p>',
  'authorization: Bearer canary-canary',
  `{"clientSecret":"${'canary'.repeat(2000)}`,
])('removes a secret under another name: %s', (words) => {
  const clean = redact(words)
  expect(clean).not.toMatch(/canary|9028/)
  expect(clean).toContain('[removed]')
})

test.each(['{"errors":[{"msg":"Invalid SDK credentials","code":4002}]}', '{"msg":"the token expired","author":"Ana"}'])(
  'keeps words about secrets: %s',
  (words) => expect(redact(words)).toBe(words),
)

test('stays fast on hostile repetition', () => {
  for (const part of ['"', '\\"', 'a', '"a', 'secret', '"secret":', 'secret=', '['])
    for (const words of [part.repeat(8000), `"${part.repeat(8000)}`]) {
      const started = performance.now()
      redact(words)
      expect(performance.now() - started).toBeLessThan(1000)
    }
})

test('replaces characters that could break a log line or the store, keeps line breaks', () => {
  expect(redact('a\u0000b\u001b[31m\u2028\ud800\n\tz')).toBe('a\ufffdb\ufffd[31m\ufffd\ufffd\n\tz')
})

test('cuts at 4 KB', () => {
  expect(redact('x'.repeat(1_000_000))).toHaveLength(4_096)
})

test('turns empty text into null', () => {
  expect([wordsOf(undefined), wordsOf(null), wordsOf('')]).toEqual([null, null, null])
  expect(wordsOf({ msg: 'x' })).toBe('{"msg":"x"}')
})
