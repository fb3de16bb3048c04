import { describe, expect, test } from 'vitest'
import { canUndo, type JobFacts, jobInDoubt, jobPace, jobWaiting } from './job-progress.ts'

const now = 1_000_000
const running: JobFacts = {
  state: 'running',
  isFinished: false,
  kinds: { update: 100, remove: 0, erase: 0 },
  left: 40,
  recent: 60,
  recentSince: now - 60_000,
  startedAt: now - 120_000,
  pausedFor: null,
  isStopped: false,
  startAt: null,
  waitsFor: null,
  waitsUntil: null,
  doubtful: 0,
  doubtfulUntil: null,
  isSending: false,
  proven: 0,
  isUndoable: true,
  calls: null,
  now,
}
const job = (more: Partial<JobFacts>): JobFacts => ({ ...running, ...more })
const removing = { kinds: { update: 0, remove: 100, erase: 0 } }
const lost = { doubtful: 1, doubtfulUntil: now + 30_000 }

describe('a job waits', () => {
  test.each<[string, Partial<JobFacts>, string | null]>([
    ['for nothing while it runs', {}, null],
    [
      'for nothing once it has ended',
      { isFinished: true, state: 'done', waitsFor: 'rate_limit', waitsUntil: now + 1 },
      null,
    ],
    ['for an owner when all changes are stopped', { state: 'queued', isStopped: true }, 'stopped'],
    ['for a credential', { state: 'paused', pausedFor: 'credential' }, 'credential'],
    ['for no known reason when a member paused it', { state: 'paused' }, null],
    ['for its delayed start', { state: 'queued', startAt: now + 1 }, 'delayed_start'],
    ['for the reason of its worker', { waitsFor: 'call_budget', waitsUntil: now + 1 }, 'call_budget'],
    ['no longer than its worker reported', { waitsFor: 'call_budget', waitsUntil: now }, null],
    ['for lost responses when nothing else is left', { ...lost, left: 1 }, 'lost_responses'],
    ['for a lost response of a staged job', { ...lost, ...removing }, 'lost_responses'],
    ['not for a lost response while another call is under way', { ...lost, ...removing, isSending: true }, null],
    ['not for a lost response while others may be sent', lost, null],
    ['not for a lost response that is due', { ...lost, left: 1, doubtfulUntil: now }, null],
  ])('%s', (_what, more, reason) => {
    expect(jobWaiting(job(more))?.reason ?? null).toBe(reason)
  })
})

test('names the users in doubt, also while the job sends to others', () => {
  expect(jobWaiting(job(lost))).toBeNull()
  expect(jobInDoubt(job(lost))).toEqual({ users: 1, until: now + 30_000 })
  expect([jobInDoubt(running), jobInDoubt(job({ ...lost, isFinished: true }))]).toEqual([null, null])
})

describe('the pace', () => {
  test('is of the last minute', () => {
    expect(jobPace(running)).toEqual({ ratePerHour: 3600, secondsLeft: 40 })
  })

  test('is of the time since the start in the first minute', () => {
    expect(jobPace(job({ startedAt: now - 30_000 })).ratePerHour).toBe(7200)
  })

  test('is of the newest users if many ended', () => {
    expect(jobPace(job({ recent: 2000, recentSince: now - 4000 })).ratePerHour).toBe(1_800_000)
  })

  const calls = { users: { read: 500, update: 50, remove: 50, erase: 50 }, perMinute: 60, perHour: 1800 }

  test('is what the calls allow in the first minute', () => {
    const first = job({ startedAt: now - 30_000, recent: 0, left: 5000, calls })
    expect(jobPace(first)).toEqual({ ratePerHour: 75_000, secondsLeft: 120 })
  })

  test('is never faster than the calls allow, and as slow as it was', () => {
    expect(jobPace(job({ recent: 100_000, calls })).ratePerHour).toBe(75_000)
    expect(jobPace(job({ calls }))).toEqual({ ratePerHour: 3600, secondsLeft: 40 })
  })

  test('waits for items in doubt', () => {
    expect(jobPace(job({ ...lost, doubtfulUntil: now + 90_000 })).secondsLeft).toBe(90)
  })

  test.each<[string, Partial<JobFacts>]>([
    ['while it waits', { waitsFor: 'rate_limit', waitsUntil: now + 1 }],
    ['while it is paused', { state: 'paused' }],
    ['when no item ended', { recent: 0 }],
  ])('is unknown %s', (_what, more) => {
    expect(jobPace(job(more))).toEqual({ ratePerHour: null, secondsLeft: null })
  })
})

test('a job is undone once it has ended with something to undo', () => {
  const ended = { isFinished: true, state: 'done' } as const
  expect([canUndo(running), canUndo(job(ended)), canUndo(job({ ...ended, isUndoable: false }))]).toEqual([
    false,
    true,
    false,
  ])
})
