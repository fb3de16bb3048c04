import { expect, test } from 'vitest'
import { heldWords } from './hold-words.ts'

test.each([
  [{ jobs: 0, users: 0, erasures: 0 }, 'No job is unfinished.'],
  [{ jobs: 1, users: 0, erasures: 0 }, 'Held: 1 unfinished job.'],
  [{ jobs: 2, users: 1, erasures: 0 }, 'Held: 2 unfinished jobs, with 1 user to be re-read before anything is sent.'],
  [
    { jobs: 1, users: 0, erasures: 12 },
    'Held: 1 unfinished job, with the erasure of 12 people, which may have been requested already, to be decided on the job.',
  ],
])('what is held is counted (%o)', (held, words) => {
  expect(heldWords(held)).toBe(words)
})
