import { expect, test } from 'vitest'
import type { Permission } from '../permission.ts'
import type { Message } from '../text/message.ts'
import { concerns, mostAttempts, type Notice, noticeOf, retryAfterSeconds } from './notice.ts'

const finished = (counts: readonly { code: string; facts: { count: number } }[]) => ({
  action: 'job.finished',
  actor: 'Muster',
  jobId: 'j-1',
  sentence: { code: 'audit.job_finished', facts: { title: 'Remove 3 users', counts } },
})
const count = (outcome: string, users: number) => ({ code: `count.${outcome}`, facts: { count: users } })

test('a job that finishes with failures causes a notice with their number, one without does not', () => {
  const counts = [count('changed', 5), count('failed', 2), count('unknown', 1), count('not_attempted', 4)]
  expect(noticeOf(finished(counts))).toMatchObject({ kind: 'job.failed', path: '/jobs/j-1', jobId: 'j-1', failed: 7 })
  expect(noticeOf(finished([count('changed', 5), count('skipped', 2)]))).toBeNull()
  expect(noticeOf({ ...finished([]), sentence: null })).toBeNull()
})

test('a job that paused itself causes a notice, one that a member paused does not', () => {
  const paused = { action: 'job.paused', jobId: 'a/b', sentence: null }
  expect(noticeOf({ ...paused, actor: 'Muster' })).toMatchObject({ kind: 'job.paused', path: '/jobs/a%2Fb' })
  expect(noticeOf({ ...paused, actor: 'ana@example.com' })).toBeNull()
})

test.each(['approval.requested', 'approval.approved', 'approval.changes_requested', 'approval.expired'])(
  '%s causes a notice that leads to the approvals',
  (action) => {
    const notice = noticeOf({ action, actor: 'ana@example.com', jobId: null, sentence: null })
    expect(notice).toMatchObject({ kind: action, path: '/approvals' })
  },
)

test('a request concerns other approvers, a decision its author, a deadline all who erase, and the break-glass account all who manage members', () => {
  const reader = (email: string, ...permissions: Permission[]) => ({ email, permissions })
  const members = [
    reader('ana@example.com', 'plans:approve'),
    reader('ben@example.com', 'plans:approve'),
    reader('cleo@example.com', 'members:manage'),
    reader('dan@example.com', 'users:erase'),
  ]
  const readers = (notice: Notice | null) =>
    members.flatMap((member) => (notice !== null && concerns(notice, member) ? [member.email[0]] : []))
  const of = (action: string, sentence: Message | null) =>
    noticeOf({ action, actor: 'ana@example.com', jobId: null, sentence })
  const decided = { code: 'audit.approval_rejected', facts: { author: 'dan@example.com' } }
  expect(readers(of('approval.requested', null))).toEqual(['b'])
  expect(readers(of('approval.approved', decided))).toEqual(['d'])
  expect(readers(of('approval.rejected', { code: 'x', facts: { sentence: decided, reason: 'y' } }))).toEqual(['d'])
  expect(readers(of('break_glass.used', null))).toEqual(['c'])
  expect(readers(of('case.due_soon', null))).toEqual(['d'])
  expect(readers(of('changes.stopped', null))).toEqual([])
})

test('other acts cause none', () => {
  expect(noticeOf({ action: 'user.changed', actor: 'Muster', jobId: 'j-1', sentence: null })).toBeNull()
})

test('attempts span more than half a day, with growing waits', () => {
  const waits = Array.from({ length: mostAttempts - 1 }, (_, n) => retryAfterSeconds(n + 1))
  expect(waits).toEqual(waits.toSorted((one, other) => one - other))
  expect(waits[0]).toBe(10)
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(12 * 3600)
})
