import { describe, expect, it } from 'vitest'
import { firstChoice, fixOf } from './fix-choice.ts'
import { fixTargets } from './fix-targets.ts'

const roles = [
  { id: 'r1', name: 'Tester', kind: 'bot', userCount: 0 },
  { id: 'r2', name: 'Analyst', kind: 'bot', userCount: 0 },
  { id: 'a1', name: 'Admin', kind: 'admin', userCount: 0 },
] as const
const base = { key: 'k', label: 'Fix', name: 'Tester on Billing', count: 3, scope: { details: 'k' } }
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
  it('replaces a group or a bot by another only', () => {
    const target = { ...base, kind: 'replace_group', groupId: 'e-1' } as const
    expect(fixOf(target, { ...none, groupId: 'e-1' }, roles)).toBeNull()
    expect(fixOf(target, { ...none, groupId: 'e-2' }, roles)).toEqual({ kind: 'replace_group', from: 'e-1', to: 'e-2' })
    const bot = { ...base, kind: 'replace_bot', botId: 'st-1' } as const
    expect(fixOf(bot, { ...none, botId: 'st-1' }, roles)).toBeNull()
    expect(fixOf(bot, { ...none, botId: 'st-2' }, roles)).toEqual({ kind: 'replace_bot', from: 'st-1', to: 'st-2' })
  })
  it('keeps what was right: the bot of a wrong role, the role that lacks its bot', () => {
    expect(firstChoice(onRole)).toEqual({ ...none, botId: 'st-1' })
    expect(firstChoice({ ...onRole, role: { roleId: 'r1', botId: null } })).toEqual({ ...none, roleId: 'r1' })
  })
})

describe('the fixes on offer', () => {
  const details = { key: 'role:r1:st-9', label: 'Tester on st-9', role: { roleId: 'r1', botId: 'st-9' }, botId: 'st-9' }
  const labels = (given: Parameters<typeof fixTargets>[0]) => fixTargets(given).map(({ label }) => label)
  const one = { count: 1, scope: { seqs: [3] }, requests: { update: true, erase: false } }
  it('for a bot that is gone, begin with the bot', () => {
    const fixes = ['replace_role', 'drop_role', 'replace_bot', 'plan_again'] as const
    const offered = labels({ cause: 'bot_not_found', fixes, details: { ...details, groupId: null }, ...one })
    expect(offered).toEqual(['Pick the right bot', 'Choose another role', 'Leave the role out'])
  })
  it('for a role without its bot, ask for the bot', () => {
    const bare = { ...details, role: { roleId: 'r1', botId: null }, botId: null, groupId: null }
    const fixes = ['replace_role', 'drop_role'] as const
    expect(labels({ cause: 'role_needs_bot', fixes, details: bare, ...one })).toEqual([
      'Pick the bot',
      'Leave the role out',
    ])
  })
  it('are none for a removal, which names no role that could be another or be left out', () => {
    const requests = { update: false, erase: false }
    const fixes = ['drop_role', 'plan_again'] as const
    const given = { cause: 'last_admin' as const, fixes, details: { ...details, groupId: null }, ...one }
    expect(labels({ ...given, requests })).toEqual([])
    expect(labels(given)).toEqual(['Leave the role out'])
    const erasing = {
      ...given,
      fixes: ['replace_bot', 'replace_role'] as const,
      requests: { update: false, erase: true },
    }
    expect(labels(erasing)).toEqual(['Pick the right bot'])
  })
  it('are none where the cause is about nothing that can be replaced', () => {
    const nothing = { key: 'problem:x', label: 'x', role: null, groupId: null, botId: null }
    expect(labels({ cause: 'row_invalid', fixes: [], details: nothing, ...one })).toEqual([])
  })
})
