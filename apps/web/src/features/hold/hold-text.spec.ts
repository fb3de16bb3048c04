import { expect, test } from 'vitest'
import { heldWords } from './hold-text.ts'

test.each([
  [{ jobs: 0, users: 0, erasures: 0 }, 'No job is unfinished.'],
  [{ jobs: 1, users: 0, erasures: 0 }, 'Held: 1 unfinished job.'],
  [{ jobs: 2, users: 1, erasures: 0 }, 'Held: 2 unfinished jobs. Muster reads 1 user again before it sends anything.'],
  [
    { jobs: 1, users: 0, erasures: 12 },
    'Held: 1 unfinished job. The erasure of 12 people may have been requested already: decide in the job whether to send it again.',
  ],
])('counts what is held (%o)', (held, words) => {
  expect(heldWords(held)).toBe(words)
})
