import { expect, test } from 'vitest'
import { eraseOutcome } from './erase-outcome.ts'

const read = (body: unknown, status = 200) =>
  eraseOutcome({ status, body: typeof body === 'string' ? body : JSON.stringify(body) })

test('a request id proves that the erasure is queued', () => {
  expect(read({ requestId: 'eud-123', status: 'in-progress' })).toEqual({ kind: 'queued', requestId: 'eud-123' })
})

test.each([
  [200, {}, 'in_doubt unexpected_response'],
  [200, { requestId: '' }, 'in_doubt unexpected_response'],
  [200, { requestId: '../users' }, 'in_doubt unexpected_response'],
  [200, { requestId: '..' }, 'in_doubt unexpected_response'],
  [200, { requestId: 'null' }, 'in_doubt unexpected_response'],
  [200, { requestId: 'undefined', status: 'in-progress' }, 'in_doubt unexpected_response'],
  [200, { requestId: '0' }, 'in_doubt unexpected_response'],
  [200, { requestId: 42 }, 'in_doubt unexpected_response'],
  [200, { requestId: ['eud-1'] }, 'in_doubt unexpected_response'],
  [200, { requestId: 'eud-1', success: false }, 'in_doubt unexpected_response'],
  [200, { requestId: '42' }, 'queued'],
  [200, { requestId: 'eud-1', status: 'failed' }, 'in_doubt unexpected_response'],
  [200, { requestId: 'eud-1', errors: [{ msg: 'no' }] }, 'in_doubt unexpected_response'],
  [200, '', 'in_doubt unexpected_response'],
  [200, { errors: [{ msg: 'rate limit reached' }] }, 'in_doubt unexpected_response'],
  [200, { requestId: 'eud-1', msg: 'You are close to the rate limit' }, 'queued'],
  [429, { errors: [{ msg: 'rate limit reached' }] }, 'not_sent rate_limited'],
  [503, { errors: [{ msg: 'rate limit reached' }] }, 'in_doubt unexpected_response'],
  [400, { errors: [{ msg: 'User is the bot owner or co-developer', code: 400 }] }, 'refused owns_bot'],
  [400, { errors: [{ msg: 'User belongs to one or more accounts', code: 400 }] }, 'refused member_of_account'],
  [401, { errors: [{ msg: 'Invalid SDK credentials', code: 4002 }] }, 'in_doubt credential_rejected'],
  [401, { requestId: 'eud-1' }, 'queued'],
  [403, { error: 'Forbidden', requestId: '7f3a' }, 'in_doubt credential_rejected'],
  [500, 'oops', 'in_doubt upstream_trouble'],
] as const)('%i %j is %s', (status, body, expected) => {
  const result = read(body, status)
  expect(result.kind === 'response' || result.kind === 'queued' ? result.kind : `${result.kind} ${result.cause}`).toBe(
    expected,
  )
})
