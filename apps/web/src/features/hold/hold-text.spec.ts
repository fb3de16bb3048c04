import { expect, test } from 'vitest'
import { accountLabel, heldWords } from './hold-text.ts'

test.each([
  [{ reason: 'older', jobs: 0, users: 0, erasures: 0 }, 'No job is unfinished.'],
  [{ reason: 'older', jobs: 1, users: 0, erasures: 0 }, 'Held: 1 unfinished job.'],
  [
    { reason: 'older', jobs: 2, users: 1, erasures: 0 },
    'Held: 2 unfinished jobs. Muster reads 1 user again before it sends anything.',
  ],
  [
    { reason: 'older', jobs: 1, users: 0, erasures: 12 },
    'Held: 1 unfinished job. The erasure of 12 people may have been requested already: decide in the job whether to send it again.',
  ],
  [{ reason: 'other_account', jobs: 2, users: 5, erasures: 0 }, 'Held: 2 unfinished jobs.'],
] as const)('counts what is held (%o)', (held, words) => {
  expect(heldWords(held)).toBe(words)
})

test('an account is named by its host, its client ID and its environment', () => {
  const account = { host: 'bots.kore.ai', clientId: 'cs-1', environment: 'production', isBuiltIn: false } as const
  expect(accountLabel(account)).toBe('bots.kore.ai · cs-1 · Production')
  expect(accountLabel({ ...account, isBuiltIn: true })).toBe('built-in sandbox')
})
