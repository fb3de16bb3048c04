import { expect, it } from 'vitest'
import { jobChanges } from './job-changes.ts'

const job = (id: string, state: 'running' | 'pausing' | 'paused' | 'queued') => ({ id, state })

it('names the jobs that ended and those that paused, once', () => {
  const before = [job('ends', 'running'), job('pauses', 'pausing'), job('is paused', 'paused'), job('runs', 'queued')]
  const now = [job('pauses', 'paused'), job('is paused', 'paused'), job('runs', 'running')]
  expect(jobChanges(before, now)).toEqual({ gone: ['ends'], paused: [job('pauses', 'paused')] })
  expect(jobChanges(now, now)).toEqual({ gone: [], paused: [] })
})

it('does not report a job that it sees for the first time', () => {
  expect(jobChanges([], [job('new', 'paused')])).toEqual({ gone: [], paused: [] })
})
