import { describe, expect, it } from 'vitest'
import { type FixChoice, firstChoice, fixOf, fixSchema } from './fix-choice.ts'
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
  it('needs no choice to drop a role or a group', () => {
    expect(fixOf({ ...onRole, kind: 'drop_role' }, none, roles)).toEqual({ kind: 'drop_role', role: onRole.role })
    expect(fixOf({ ...base, kind: 'drop_group', groupId: 'e-1' }, none, roles)).toEqual({
      kind: 'drop_group',
      group: 'e-1',
    })
  })
  it.each([
    ['no choice', none],
    ['a bot role without a bot', { ...none, roleId: 'r2' }],
    ['the role that failed', { ...none, roleId: 'r1', botId: 'st-1' }],
    ['a role the account does not have', { ...none, roleId: 'r9', botId: 'st-1' }],
  ])('is null for %s', (_, choice) => {
    expect(fixOf(onRole, choice, roles)).toBeNull()
  })
  it('gives an admin role no bot, even after a bot was chosen', () => {
    expect(fixOf(onRole, { ...none, roleId: 'a1', botId: 'st-1' }, roles)).toMatchObject({
      to: { roleId: 'a1', botId: null },
    })
  })
  it('replaces a group or a bot only by another one', () => {
    const target = { ...base, kind: 'replace_group', groupId: 'e-1' } as const
    expect(fixOf(target, { ...none, groupId: 'e-1' }, roles)).toBeNull()
    expect(fixOf(target, { ...none, groupId: 'e-2' }, roles)).toEqual({ kind: 'replace_group', from: 'e-1', to: 'e-2' })
    const bot = { ...base, kind: 'replace_bot', botId: 'st-1' } as const
    expect(fixOf(bot, { ...none, botId: 'st-1' }, roles)).toBeNull()
    expect(fixOf(bot, { ...none, botId: 'st-2' }, roles)).toEqual({ kind: 'replace_bot', from: 'st-1', to: 'st-2' })
  })
  it('starts with the valid part: the bot of a wrong role, the role that lacks a bot', () => {
    expect(firstChoice(onRole)).toEqual({ ...none, botId: 'st-1' })
    expect(firstChoice({ ...onRole, role: { roleId: 'r1', botId: null } })).toEqual({ ...none, roleId: 'r1' })
  })
})

describe('fixSchema', () => {
  const issue = (target: Parameters<typeof fixSchema>[0], choice: FixChoice) => {
    const { error } = fixSchema(target, roles).safeParse(choice)
    return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  }
  const onGroup = { ...base, kind: 'replace_group', groupId: 'e-1' } as const
  it.each([
    [onRole, none, 'roleId: Choose another role'],
    [onRole, { ...none, roleId: 'r1', botId: 'st-1' }, 'roleId: Choose another role'],
    [onRole, { ...none, roleId: 'r2' }, 'botId: Choose the bot'],
    [onGroup, { ...none, groupId: 'e-1' }, 'groupId: Choose another group'],
    [{ ...base, kind: 'replace_bot', botId: 'st-1' } as const, none, 'botId: Choose another bot'],
  ])('names the field that needs a choice', (target, choice, expected) => {
    expect(issue(target, choice)).toEqual([expected])
  })
  it('becomes the fix', () => {
    expect(fixSchema(onGroup, roles).parse({ ...none, groupId: 'e-2' })).toEqual({
      kind: 'replace_group',
      from: 'e-1',
      to: 'e-2',
    })
  })
})

describe('fixTargets', () => {
  const details = { key: 'role:r1:st-9', label: 'Tester on st-9', role: { roleId: 'r1', botId: 'st-9' }, botId: 'st-9' }
  const labels = (given: Parameters<typeof fixTargets>[0]) => fixTargets(given).map(({ label }) => label)
  const one = { count: 1, scope: { seqs: [3] }, requests: { update: true, erase: false } }
  it('offers another bot first for a missing bot', () => {
    const fixes = ['replace_role', 'drop_role', 'replace_bot', 'plan_again'] as const
    const offered = labels({ cause: 'bot_not_found', fixes, details: { ...details, groupId: null }, ...one })
    expect(offered).toEqual(['Choose another bot', 'Choose another role', 'Exclude the role'])
  })
  it('offers the bot for a role that lacks one', () => {
    const bare = { ...details, role: { roleId: 'r1', botId: null }, botId: null, groupId: null }
    const fixes = ['replace_role', 'drop_role'] as const
    expect(labels({ cause: 'role_needs_bot', fixes, details: bare, ...one })).toEqual([
      'Choose the bot',
      'Exclude the role',
    ])
  })
  it('offers no role fix for a removal or an erasure', () => {
    const requests = { update: false, erase: false }
    const fixes = ['drop_role', 'plan_again'] as const
    const given = { cause: 'last_admin' as const, fixes, details: { ...details, groupId: null }, ...one }
    expect(labels({ ...given, requests })).toEqual([])
    expect(labels(given)).toEqual(['Exclude the role'])
    const erasing = {
      ...given,
      fixes: ['replace_bot', 'replace_role'] as const,
      requests: { update: false, erase: true },
    }
    expect(labels(erasing)).toEqual(['Choose another bot'])
  })
  it('offers nothing for a cause without a role, a bot or a group', () => {
    const nothing = { key: 'problem:x', label: 'x', role: null, groupId: null, botId: null }
    expect(labels({ cause: 'row_invalid', fixes: [], details: nothing, ...one })).toEqual([])
  })
})
