import { describe, expect, test } from 'vitest'
import { type Permission, permissionsOf } from '../permission.ts'
import { approvalReasons, type GivenApproval, judgeApplication, mayApprove, noApprovals } from './approval.ts'

const summaryOf = (...effects: readonly [key: string, added: number, removed: number][]) => {
  const change = effects.reduce((sum, [, added, removed]) => sum + added + removed, 0)
  return {
    effects: effects.map(([key, added, removed]) => ({ key, added, removed })),
    dispositions: { change, unchanged: 0, blocked: 0 },
  }
}
const facts = { users: 200, removedToday: 0, erasedToday: 0 }
const from = (fromUsers: number | null, fromPercent: number | null = null) => ({ fromUsers, fromPercent })

describe('the rules that a plan meets', () => {
  test.each([
    ['removals from a count', summaryOf(['account', 0, 5]), { remove: from(5) }, [{ kind: 'remove', count: 5 }]],
    ['fewer removals', summaryOf(['account', 0, 4]), { remove: from(5) }, []],
    [
      'a share of the account',
      summaryOf(['account', 0, 20]),
      { remove: from(null, 10) },
      [{ kind: 'remove', count: 20 }],
    ],
    ['less than the share', summaryOf(['account', 0, 19]), { remove: from(null, 10) }, []],
    ['another kind', summaryOf(['data', 0, 5]), { remove: from(1) }, []],
    ['admin roles', summaryOf(['role:r:*', 1, 0]), { elevate: from(1) }, [{ kind: 'elevate', count: 1 }]],
    ['roles on bots', summaryOf(['role:r:st-1', 1, 0]), { elevate: from(1) }, []],
    ['everything', summaryOf(['group:e', 3, 0]), { everything: from(3) }, [{ kind: 'everything', count: 3 }]],
  ])('%s', (_, summary, rules, reasons) => {
    expect(approvalReasons(summary, facts, { ...noApprovals, ...rules })).toEqual(reasons)
  })

  test('a share of an account of unknown size is met', () => {
    const policy = { ...noApprovals, remove: from(null, 10) }
    const reasons = approvalReasons(summaryOf(['account', 0, 1]), { ...facts, users: 0 }, policy)
    expect(reasons).toEqual([{ kind: 'remove', count: 1 }])
    expect(approvalReasons(summaryOf(['group:e', 1, 0]), { ...facts, users: 0 }, policy)).toEqual([])
  })

  test('removals of 24 hours count, but not for a plan without removals', () => {
    const policy = { ...noApprovals, remove: from(10) }
    const today = { ...facts, removedToday: 8 }
    expect(approvalReasons(summaryOf(['account', 0, 2]), today, policy)).toEqual([{ kind: 'remove', count: 10 }])
    expect(approvalReasons(summaryOf(['group:e', 50, 0]), today, policy)).toEqual([])
  })

  test('erasures of 24 hours count, but not for a plan without erasures', () => {
    const policy = { ...noApprovals, erase: from(10) }
    const today = { ...facts, erasedToday: 8 }
    expect(approvalReasons(summaryOf(['data', 0, 2]), today, policy)).toEqual([{ kind: 'erase', count: 10 }])
    expect(approvalReasons(summaryOf(['account', 0, 50]), today, policy)).toEqual([])
  })

  test('both count with every change of a plan that removes and erases', () => {
    const policy = { ...noApprovals, everything: from(10) }
    const today = { ...facts, removedToday: 3, erasedToday: 4 }
    const summary = summaryOf(['account', 0, 2], ['data', 0, 1])
    expect(approvalReasons(summary, today, policy)).toEqual([{ kind: 'everything', count: 10 }])
  })
})

const removal = summaryOf(['account', 0, 2])
const approver = { permissions: permissionsOf('approver') }
const approved: GivenApproval = {
  state: 'approved',
  hash: 'h',
  requestedById: 'author',
  decidedById: 'other',
  approver,
}
const helpDesk = { memberId: 'author', permissions: permissionsOf('help_desk') }
const owner = { memberId: 'author', permissions: permissionsOf('owner') }
const judge = (more: Partial<Parameters<typeof judgeApplication>[0]>) =>
  judgeApplication({
    authorId: 'author',
    hash: 'h',
    summary: removal,
    reasons: [{ kind: 'remove', count: 2 }],
    approval: approved,
    actor: owner,
    ...more,
  })

describe('applying', () => {
  const allowed = { kind: 'allowed', isApproved: true }
  const needs = { kind: 'needs_approval' }
  const without = (permission: Permission) => approver.permissions.filter((one) => one !== permission)

  test.each([
    ['an approved plan, by its author with the right', {}, allowed],
    ['an approved plan, by its author without the right', { actor: helpDesk }, allowed],
    ['an approved plan, by its approver', { actor: { ...approver, memberId: 'other' } }, allowed],
    [
      'without a rule, by a member with the right',
      { reasons: [], approval: null },
      { kind: 'allowed', isApproved: false },
    ],
    ['without an approval', { approval: null }, needs],
    ['with a request that waits', { approval: { ...approved, state: 'waiting' } }, needs],
    ['with a request that was rejected', { approval: { ...approved, state: 'rejected' } }, needs],
    ['with an approval of another hash', { approval: { ...approved, hash: 'x' } }, needs],
    ['approved by its author', { approval: { ...approved, decidedById: 'author' } }, needs],
    ['approved by the author of a request of another', { approval: { ...approved, requestedById: 'other' } }, needs],
    ['approved by a member who is gone', { approval: { ...approved, approver: null } }, needs],
    [
      'approved by a member who may no longer approve',
      { approval: { ...approved, approver: { permissions: without('plans:approve') } } },
      needs,
    ],
    [
      'approved by a member who may no longer remove',
      { approval: { ...approved, approver: { permissions: without('users:remove') } } },
      needs,
    ],
    ['without the right, by a member who did not make it', { actor: { ...helpDesk, memberId: 'third' } }, lacks()],
    ['without the right and without approval', { reasons: [], approval: null, actor: helpDesk }, lacks()],
  ] as const)('%s', (_, more, verdict) => {
    expect(judge(more)).toEqual(verdict)
  })
})

function lacks() {
  return { kind: 'lacks', permission: 'users:remove' } as const
}

test('the author never approves, nor does a member who may not do what the plan does', () => {
  const plan = { authorId: 'author', summary: removal }
  expect(mayApprove({ ...approver, memberId: 'other' }, plan)).toBe(true)
  expect(mayApprove(owner, plan)).toBe(false)
  expect(mayApprove({ memberId: 'other', permissions: ['plans:approve'] }, plan)).toBe(false)
})
