import { describe, expect, test } from 'vitest'
import { subjectKey } from '../account/subject-key.ts'
import { aUser, lookups, planFor, tester } from '../testing/account.ts'
import { applyFix, canRetry, fixFits } from './fix.ts'
import { invertChange, undoItem } from './undo.ts'

const policy = { accessVerified: true }
const applied = planFor(aUser({ groups: ['e-lab'] }), {
  kind: 'update',
  groups: { mode: 'set', to: ['e-sales'] },
  isDeveloper: true,
})

const unchecked = { code: 'access_unverified', details: { what: 'access' } } as const
const addTo = (add: readonly string[]) => ({ kind: 'update', groups: { mode: 'edit', add, remove: [] } }) as const

describe('undoing', () => {
  test('requests exactly the opposite of what was done', () => {
    expect(invertChange(applied)).toEqual({
      kind: 'change',
      change: { kind: 'update', groups: { mode: 'edit', add: ['e-lab'], remove: ['e-sales'] }, isDeveloper: false },
    })
  })

  test.each([{ kind: 'remove' } as const, { kind: 'erase', scope: { kind: 'all_bots' } } as const])(
    'of $kind is blocked',
    (change) => {
      const item = { ...planFor(aUser(), { kind: 'remove' }), change }
      const undo = undoItem(item, { seq: 4, match: { kind: 'none' }, lookups, policy })
      expect(undo).toMatchObject({ seq: 4, disposition: 'blocked', steps: [], blockers: [{ code: 'cannot_undo' }] })
      expect(undo.change, 'a retry requests no change').toEqual({ kind: 'update' })
    },
  )

  test('undoes what is unchanged since, and names what was reverted in the meantime', () => {
    const now = aUser({ groups: ['e-sales'], isDeveloper: false })
    const undo = undoItem(applied, { seq: 1, match: { kind: 'user', user: now }, lookups, policy })
    expect(undo).toMatchObject({
      disposition: 'change',
      change: { kind: 'update', groups: { mode: 'edit', add: ['e-lab'], remove: ['e-sales'] } },
      after: { groups: ['e-lab'], isDeveloper: false },
      blockers: [],
      warnings: [{ code: 'changed_since_job', details: { flag: 'isDeveloper', did: 'given' } }],
    })
    expect(undo.change).not.toHaveProperty('isDeveloper')
  })

  test('names everything changed since the job before its other warnings', () => {
    const off = planFor(aUser({ groups: ['e-lab'], isDeveloper: true, canCreateBot: true }), {
      kind: 'update',
      groups: { mode: 'set', to: ['e-sales'] },
      canCreateBot: false,
      isDeveloper: false,
    })
    const now = aUser({ groups: ['e-lab'], isDeveloper: true })
    const undo = undoItem(off, { seq: 1, match: { kind: 'user', user: now }, lookups, policy })
    expect(undo.steps).toEqual([{ field: 'canCreateBot', from: false, to: true }])
    expect(undo.warnings).toEqual([
      { code: 'changed_since_job', details: { group: 'Lab', groupId: 'e-lab', did: 'taken' } },
      { code: 'changed_since_job', details: { group: 'Sales', groupId: 'e-sales', did: 'given' } },
      { code: 'changed_since_job', details: { flag: 'isDeveloper', did: 'taken' } },
      { code: 'raises_privilege', details: { flag: 'canCreateBot' } },
    ])
  })

  test('names no changes since the job if the directory has no access', () => {
    const match = { kind: 'user', user: aUser({ groups: ['e-sales'] }) } as const
    const undo = undoItem(applied, { seq: 1, match, lookups, policy: { accessVerified: false } })
    expect(undo.warnings.map(({ code }) => code)).toEqual(['access_unverified'])
    expect(undo.change).toHaveProperty('isDeveloper', false)
  })

  test.each([
    ['access that was unknown', { before: null, after: null }, ['e-sales', 'e-legal']],
    ['several steps over access that was not checked', { warnings: [unchecked] }, ['e-sales', 'e-legal']],
  ] as const)('of %s is blocked', (_, more, add) => {
    const item = { ...planFor(aUser({ groups: [] }), addTo(add)), ...more }
    const undo = undoItem(item, { seq: 1, match: { kind: 'user', user: aUser({ groups: add }) }, lookups, policy })
    expect(undo).toMatchObject({ disposition: 'blocked', blockers: [{ code: 'cannot_undo' }] })
  })

  test('of one step over access that was not checked is planned', () => {
    const item = { ...planFor(aUser({ groups: [] }), addTo(['e-sales'])), warnings: [unchecked] }
    const match = { kind: 'user', user: aUser({ groups: ['e-sales'] }) } as const
    expect(undoItem(item, { seq: 1, match, lookups, policy })).toMatchObject({ disposition: 'change' })
  })

  test('of a flag over access that was not checked restores the opposite', () => {
    const item = planFor(aUser({ isDeveloper: true }), { kind: 'update', isDeveloper: false })
    const steps = [{ field: 'isDeveloper', from: false, to: false } as const]
    const match = { kind: 'user', user: aUser({ isDeveloper: false }) } as const
    const undo = undoItem({ ...item, steps, warnings: [unchecked] }, { seq: 1, match, lookups, policy })
    expect(undo.change).toEqual({ kind: 'update', isDeveloper: true })
  })

  test('believes no access that changed since it was read', () => {
    const match = { kind: 'user', user: aUser({ groups: ['e-lab'], unread: ['groups', 'isDeveloper'] }) } as const
    const undo = undoItem(applied, { seq: 1, match, lookups, policy })
    expect(undo.disposition).toBe('change')
    expect(undo.warnings.map(({ code }) => code)).toEqual(['access_unverified'])
  })

  test('is unchanged if everything was reverted', () => {
    const now = aUser({ groups: ['e-lab'] })
    const undo = undoItem(applied, { seq: 1, match: { kind: 'user', user: now }, lookups, policy })
    expect(undo.disposition).toBe('unchanged')
  })

  test('keeps what others added since', () => {
    const now = aUser({ groups: ['e-sales', 'e-legal'], isDeveloper: true })
    const undo = undoItem(applied, { seq: 1, match: { kind: 'user', user: now }, lookups, policy })
    expect(undo.after).toMatchObject({ groups: ['e-legal', 'e-lab'], isDeveloper: false })
  })
})

test.each([
  ['failed', 'update', true],
  ['not_attempted', 'erase', true],
  ['unknown', 'update', true],
  ['unknown', 'remove', true],
  ['unknown', 'erase', false],
  ['changed', 'update', false],
  ['unchanged', 'remove', false],
] as const)('an item that ended %s (%s) can be retried: %s', (outcome, kind, may) => {
  expect(canRetry({ outcome, kind })).toBe(may)
})

describe('a fix', () => {
  const wrong = { roleId: tester, botId: null }
  const right = { roleId: tester, botId: 'st-claims' }
  const item = {
    seq: 3,
    identifier: { by: 'email', value: 'a@example.com' },
    change: {
      kind: 'update',
      roles: { mode: 'edit', add: [wrong, right], remove: [] },
      groups: { mode: 'set', to: ['e-x', 'e-lab'] },
    },
  } as const

  test('replaces a role everywhere, and requests it once', () => {
    const fixed = applyFix(item, { kind: 'replace_role', from: wrong, to: right })
    expect(fixed.change).toEqual({ ...item.change, roles: { mode: 'edit', add: [right], remove: [] } })
  })
  test('drops a role, and the change may then request nothing', () => {
    const only = { ...item, change: { kind: 'update' as const, roles: { ...item.change.roles, add: [wrong] } } }
    const fixed = applyFix(only, { kind: 'drop_role', role: wrong })
    expect(planFor(aUser(), fixed.change)).toMatchObject({ disposition: 'unchanged', blockers: [] })
  })
  test('replaces a bot behind every role, and in what an erasure reaches', () => {
    const onClaims = { kind: 'replace_bot', from: 'st-claims', to: 'st-billing' } as const
    expect(applyFix(item, onClaims).change).toMatchObject({
      roles: { add: [wrong, { roleId: tester, botId: 'st-billing' }] },
    })
    const scope = { kind: 'bots', botIds: ['st-claims', 'st-billing'] } as const
    const erase = { ...item, change: { kind: 'erase', scope } as const }
    expect(applyFix(erase, onClaims).change).toEqual({ kind: 'erase', scope: { kind: 'bots', botIds: ['st-billing'] } })
    const everywhere = { ...item, change: { kind: 'erase', scope: { kind: 'all_bots' } } as const }
    expect(applyFix(everywhere, onClaims)).toEqual(everywhere)
  })
  test('replaces and drops groups', () => {
    const replaced = applyFix(item, { kind: 'replace_group', from: 'e-x', to: 'e-lab' })
    expect(replaced.change).toMatchObject({ groups: { mode: 'set', to: ['e-lab'] } })
    const dropped = applyFix(item, { kind: 'drop_group', group: 'e-lab' })
    expect(dropped.change).toMatchObject({ groups: { mode: 'set', to: ['e-x'] } })
  })
  test('turns one flag, and keeps the rest of the requested change', () => {
    const requested = { ...item, change: { kind: 'update', canCreateBot: true } } as const
    expect(applyFix(requested, { kind: 'developer_on' }).change).toEqual({ ...requested.change, isDeveloper: true })
    expect(applyFix(requested, { kind: 'bot_creation_off' }).change).toEqual({ kind: 'update', canCreateBot: false })
    const removal = { ...item, change: { kind: 'remove' } } as const
    expect(applyFix(removal, { kind: 'developer_on' })).toEqual(removal)
  })
  test.each([
    [{ kind: 'replace_role', from: wrong, to: right }, true, false],
    [{ kind: 'drop_role', role: { roleId: 'other', botId: null } }, false, false],
    [{ kind: 'replace_bot', from: 'st-claims', to: 'st-billing' }, true, true],
    [{ kind: 'replace_bot', from: 'st-other', to: 'st-billing' }, false, false],
    [{ kind: 'replace_group', from: 'e-x', to: 'e-lab' }, true, false],
    [{ kind: 'drop_group', group: 'e-other' }, false, false],
    [{ kind: 'developer_on' }, true, false],
    [{ kind: 'replace_identifier', seq: 4, to: { by: 'email', value: 'b@example.com' } }, false, false],
  ] as const)('%o fits what asks for that: an update %s, an erasure %s, a removal never', (fix, update, erasure) => {
    const erase = { kind: 'erase', scope: { kind: 'bots', botIds: ['st-claims'] } } as const
    expect(fixFits(item, fix)).toBe(update)
    expect(fixFits({ ...item, change: erase }, fix)).toBe(erasure)
    expect(fixFits({ ...item, change: { kind: 'remove' } }, fix)).toBe(false)
  })
  test('corrects the identifier of its own item only', () => {
    const to = { by: 'email', value: 'b@example.com' } as const
    expect(applyFix(item, { kind: 'replace_identifier', seq: 3, to })).toMatchObject({ identifier: to })
    expect(applyFix(item, { kind: 'replace_identifier', seq: 4, to })).toBe(item)
  })
})

const email = (value: string) => subjectKey({ by: 'email', value }, null)
const channel = (value: string, channelId: string | null) => subjectKey({ by: 'channelUserId', value, channelId }, null)

test('one user has one key for every identifier; different users never share one', () => {
  expect(email(' Ben@Example.com')).toBe(email('ben@example.com '))
  expect(subjectKey({ by: 'orgUserId', value: 'E7' }, aUser())).toBe(subjectKey({ by: 'email', value: 'x' }, aUser()))
  const keys = [
    email('e7'),
    subjectKey({ by: 'orgUserId', value: 'e7' }, null),
    subjectKey({ by: 'orgUserId', value: 'E7' }, null),
    channel('e7', null),
    channel('e7', 'null'),
    channel('a":e7', 'b'),
    channel('e7', 'b":a'),
  ]
  expect(new Set(keys).size).toBe(keys.length)
})
