import { expect, test } from 'vitest'
import { heldWords } from './hold-words.ts'

test.each([
  [{ jobs: 0, users: 0, erasures: 0 }, 'No job is unfinished.'],
  [{ jobs: 1, users: 0, erasures: 0 }, 'Held: 1 unfinished job.'],
  [{ jobs: 2, users: 1, erasures: 0 }, 'Held: 2 unfinished jobs. 1 user is read again before anything is sent.'],
  [
    { jobs: 1, users: 0, erasures: 12 },
    'Held: 1 unfinished job. The erasure of 12 people may have been requested already: decide on the job whether to send it again.',
  ],
])('what is held is counted (%o)', (held, words) => {
  expect(heldWords(held)).toBe(words)
})
