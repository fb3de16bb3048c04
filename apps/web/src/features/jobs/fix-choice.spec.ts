import { describe, expect, it } from 'vitest'
import { fixOf } from './fix-choice.ts'

const roles = [
  { id: 'r1', name: 'Tester', kind: 'bot', userCount: 0 },
  { id: 'r2', name: 'Analyst', kind: 'bot', userCount: 0 },
  { id: 'a1', name: 'Admin', kind: 'admin', userCount: 0 },
] as const
const base = { key: 'k', name: 'Tester on Billing', count: 3 }
const onRole = { ...base, kind: 'replace_role', role: { roleId: 'r1', botId: 'st-1' } } as const
const none = { roleId: null, botId: null, groupId: null }

describe('fixOf', () => {
  it('needs nothing more to leave a role or a group out', () => {
    expect(fixOf({ ...onRole, kind: 'drop_role' }, none, roles)).toEqual({ kind: 'drop_role', role: onRole.role })
    expect(fixOf({ ...base, kind: 'drop_group', groupId: 'e-1' }, none, roles)).toEqual({
      kind: 'drop_group',
      group: 'e-1',
    })
  })
  it.each([
    ['nothing picked', none],
    ['a bot role without a bot', { ...none, roleId: 'r2' }],
    ['the very role that failed', { ...none, roleId: 'r1', botId: 'st-1' }],
    ['a role the account does not have', { ...none, roleId: 'r9', botId: 'st-1' }],
  ])('waits for a choice: %s', (_, choice) => {
    expect(fixOf(onRole, choice, roles)).toBeNull()
  })
  it('gives an admin role no bot, whatever bot was picked before', () => {
    expect(fixOf(onRole, { ...none, roleId: 'a1', botId: 'st-1' }, roles)).toMatchObject({
      to: { roleId: 'a1', botId: null },
    })
  })
  it('replaces a group by another only', () => {
    const target = { ...base, kind: 'replace_group', groupId: 'e-1' } as const
    expect(fixOf(target, { ...none, groupId: 'e-1' }, roles)).toBeNull()
    expect(fixOf(target, { ...none, groupId: 'e-2' }, roles)).toEqual({ kind: 'replace_group', from: 'e-1', to: 'e-2' })
  })
})
