import { expect, test } from 'vitest'
import { toProblem } from './send-problem.ts'

const coded = (code: string, cause?: unknown) => Object.assign(new Error(`failed with ${code}`, { cause }), { code })

test.each(['full', '53100', 'ENOSPC'])('reports a full disk (%s), also when wrapped', (code) => {
  expect(toProblem(coded(code)).code).toBe('storage_full')
  expect(toProblem(new Error('a step failed', { cause: coded('other', coded(code)) })).code).toBe('storage_full')
})

test.each(['57P01', '57P03', '08006', 'deadline'])('reports an unavailable database (%s)', (code) => {
  expect(toProblem(coded(code)).code).toBe('storage_away')
  expect(toProblem(new Error('a step failed', { cause: coded('other', coded(code)) })).code).toBe('storage_away')
})

test('any other error is internal, without details', () => {
  for (const thrown of [coded('53200'), coded('23505'), new Error('secret'), 'full', null, { code: '53100' }]) {
    const problem = toProblem(thrown)
    expect(problem.code).toBe('internal')
    expect(problem.message).not.toContain('secret')
  }
})
