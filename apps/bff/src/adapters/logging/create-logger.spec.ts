import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { propertyRuns } from '../../testing/tier.ts'
import { createLogger } from './create-logger.ts'

function collect() {
  const lines: string[] = []
  return { lines, log: createLogger('info', { write: (line: string) => lines.push(line) }) }
}

test('omits a fact that is not on the list', () => {
  const { lines, log } = collect()
  log.info({ requestId: 'r1', clientSecret: 'canary-1', headers: { cookie: 'canary-2' } }, 'Started')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ requestId: 'r1', message: 'Started' })
  expect(lines.join()).not.toMatch(/canary|clientSecret|cookie/)
})

test.each([
  ['an email', 'ana@example.com updated', 'ana@example.com'],
  ['a signed token', 'sent eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.abc-DEF', 'eyJhIjoxfQ'],
  ['a named secret', 'bad config secret=TOPSECRET here', 'TOPSECRET'],
  ['a JSON password', '{"password":"TOPSECRET"}', 'TOPSECRET'],
])('hides %s in a sentence', (_what, sentence, canary) => {
  const { lines, log } = collect()
  log.error({ error: new Error(sentence) }, sentence)
  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toContain(canary)
})

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '\r\n{"level":30}',
    '\u2028',
    '\u001b[31mred',
    'x'.repeat(1_000_000),
    '","level":50,"x":"',
    '\u202e\u061c',
  ),
)
property.prop([hostile, hostile, hostile], { numRuns: propertyRuns({ ci: 500, nightly: 10_000 }) })(
  'any text becomes one parsable line of at most 16 KB',
  (one, two, three) => {
    const { lines, log } = collect()
    log.warn({ reason: one, error: new Error(two) }, three)
    expect(lines).toHaveLength(1)
    const line = lines[0] ?? ''
    expect(line.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e\u061c]/) // oxlint-disable-line no-control-regex -- they are what is looked for
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(16_384)
    expect(JSON.parse(line)).toHaveProperty('level')
  },
)
