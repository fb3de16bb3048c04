import { describe, expect, it } from 'vitest'
import { accessNames } from '../../../lib/access.ts'
import { accessDiff } from './access-diff.ts'

const names = accessNames({
  groups: [{ id: 'e-1', name: 'Support', userCount: 1 }],
  roles: [{ id: 'r1', name: 'Tester', kind: 'bot', userCount: 1 }],
  bots: [{ id: 'st-1', name: 'Billing', userCount: 1 }],
})
const nothing = { groups: [], roles: [], canCreateBot: false, isDeveloper: false }

describe('accessDiff', () => {
  it('marks each group, role and flag as kept, removed or added', () => {
    const before = { ...nothing, groups: ['e-1', 'e-2'], isDeveloper: true }
    const after = {
      ...nothing,
      groups: ['e-1'],
      roles: [{ roleId: 'r1', botId: 'st-1', viaGroups: ['e-1'] }],
      canCreateBot: true,
    }
    const diff = accessDiff(before, after, names)
    expect(diff.groups.map(({ op, label }) => [op, label])).toEqual([
      ['keep', 'Support'],
      ['remove', 'ID e-2'],
    ])
    expect(diff.roles.map(({ op, label }) => [op, label])).toEqual([['add', 'Tester on Billing (through Support)']])
    expect(diff.flags.map(({ op, label }) => [op, label])).toEqual([
      ['remove', 'Developer'],
      ['add', 'May create bots'],
    ])
  })
  it('only keeps parts for equal access', () => {
    const diff = accessDiff({ ...nothing, groups: ['e-1'] }, { ...nothing, groups: ['e-1'] }, names)
    expect([...diff.groups, ...diff.roles, ...diff.flags].every((part) => part.op === 'keep')).toBe(true)
  })
})
