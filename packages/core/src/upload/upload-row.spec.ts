import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { nameIndex } from '../account/name-index.ts'
import { hasLookalikes, isEmailShaped } from '../identifier/address.ts'
import type { AccountNames } from './account-names.ts'
import { type ColumnMapping, columnMappings, type MeantColumn } from './upload-mapping.ts'
import { readRow } from './upload-row.ts'

const tester = 'a'.repeat(24)
const analyst = 'b'.repeat(24)
const admin = 'c'.repeat(24)
const names: AccountNames = {
  groups: nameIndex([
    { id: 'e-1', name: 'Support' },
    { id: 'e-2', name: 'Sales, EMEA' },
    { id: 'e-3', name: 'Twins' },
    { id: 'e-4', name: 'twins' },
  ]),
  roles: nameIndex([
    { id: tester, name: 'Tester' },
    { id: analyst, name: 'Analyst on call' },
    { id: admin, name: 'Master Admin' },
  ]),
  bots: nameIndex([
    { id: 'st-1', name: 'Billing' },
    { id: 'st-2', name: 'Claims' },
  ]),
  botIds: ['st-1', 'st-2'],
  adminRoleIds: new Set([admin]),
}
const column = (index: number, mapping: ColumnMapping, blank: 'keep' | 'clear' = 'keep'): MeantColumn => ({
  index,
  mapping,
  blank,
})
const read = (mappings: readonly ColumnMapping[], cells: readonly string[], blank: 'keep' | 'clear' = 'keep') =>
  readRow(
    cells,
    mappings.map((mapping, index) => column(index, mapping, blank)),
    names,
  )
const codes = (reading: ReturnType<typeof read>) => reading.issues.map(({ code }) => code)

describe('readRow', () => {
  it('reads groups by name, whatever their case and accents, and a comma within a name', () => {
    const reading = read(['email', 'groups_add'], ['ana@example.com', 'SUPPÓRT; Sales, EMEA'])
    expect(reading.identifier).toEqual({ by: 'email', value: 'ana@example.com' })
    expect(reading.change).toEqual({ kind: 'update', groups: { mode: 'edit', add: ['e-1', 'e-2'], remove: [] } })
    expect(reading.issues).toEqual([])
  })

  it.each(['□ Support', '□ Support\n■ e-2', '○ Support; ● e-2', '▫ Support', '☐ Support', '[ ] Support'])(
    'adds no group behind an empty box, and suggests none: %j',
    (cell) => {
      const { issues } = read(['email', 'groups_add'], ['a@example.com', cell])
      expect(issues[0]).toMatchObject({ code: 'group_unknown', suggestions: [] })
    },
  )

  it('takes the signs of a list off its entries', () => {
    const { change, issues } = read(['email', 'groups_add'], ['a@example.com', '• Support\n■ e-2'])
    expect(issues).toEqual([])
    expect(change).toMatchObject({ groups: { add: ['e-1', 'e-2'] } })
  })

  it('parts groups by commas where the whole is not a name', () => {
    expect(read(['email', 'groups_set'], ['a@example.com', 'Support, e-2']).change).toEqual({
      kind: 'update',
      groups: { mode: 'set', to: ['e-1', 'e-2'] },
    })
  })

  it('reads role on bot, a star for every bot, an admin role alone, and " on " within a role', () => {
    const reading = read(
      ['email', 'roles_add'],
      ['a@example.com', 'Tester on Billing; Analyst on call on *; Master Admin'],
    )
    expect(reading.issues).toEqual([])
    expect(reading.change).toEqual({
      kind: 'update',
      roles: {
        mode: 'edit',
        add: [
          { roleId: tester, botId: 'st-1' },
          { roleId: analyst, botId: 'st-1' },
          { roleId: analyst, botId: 'st-2' },
          { roleId: admin, botId: null },
        ],
        remove: [],
      },
    })
  })

  it('offers near misses for a name it does not know', () => {
    const reading = read(['email', 'roles_add'], ['a@example.com', 'Testr on Billing'])
    expect(reading.issues).toEqual([{ code: 'role_unknown', column: 1, value: 'Testr', suggestions: ['Tester'] }])
  })

  it('makes an ambiguous name an error with its choices', () => {
    expect(read(['email', 'groups_add'], ['a@example.com', 'TWINS']).issues).toEqual([
      { code: 'group_ambiguous', column: 1, value: 'TWINS', suggestions: ['e-3', 'e-4'] },
    ])
  })

  it.each([
    ['keep', { kind: 'update', isDeveloper: true }],
    ['clear', { kind: 'update', groups: { mode: 'set', to: [] }, isDeveloper: true }],
  ] as const)('takes a blank cell to %s', (blank, change) => {
    expect(read(['email', 'groups_set', 'is_developer'], ['a@example.com', '', 'yes'], blank).change).toEqual(change)
  })

  it('keeps removal and update apart', () => {
    expect(codes(read(['email', 'remove', 'is_developer'], ['a@example.com', 'yes', 'no']))).toContain(
      'conflicting_actions',
    )
    expect(read(['email', 'remove'], ['a@example.com', 'yes']).change).toEqual({ kind: 'remove' })
    expect(read(['email', 'remove'], ['a@example.com', 'no']).change).toBeNull()
  })

  it('never takes a blank erase cell for all bots', () => {
    const id = 'u-11111111-2222-5333-8444-555555555555'
    expect(codes(read(['user_id', 'action', 'erase'], [id, 'erase', '']))).toEqual(['erase_unrecognized'])
    expect(read(['user_id', 'erase'], [id, 'all bots']).change).toEqual({
      kind: 'erase',
      scope: { kind: 'all_bots' },
    })
    expect(read(['user_id', 'erase'], [id, 'Billing']).change).toEqual({
      kind: 'erase',
      scope: { kind: 'bots', botIds: ['st-1'] },
    })
  })

  it.each(
    'All bots, alle Bots, tous les bots, todos los bots, todos os bots, tutti i bot, wszystkie boty, все боты, tüm botlar, すべてのボット, 所有机器人, 모든 봇, جميع الروبوتات'.split(
      ', ',
    ),
  )('takes “%s” below an erasure for all bots', (cell) => {
    expect(read(['email', 'erase'], ['a@example.com', cell]).change).toEqual({
      kind: 'erase',
      scope: { kind: 'all_bots' },
    })
  })

  it.each(['yes', 'Ja', 'evet', 'はい', '無'])('offers no near miss for “%s” below a name', (cell) => {
    const near: AccountNames = {
      ...names,
      groups: nameIndex(['Sales', 'Jam', 'Event', 'はいく', '無線'].map((name) => ({ id: name, name }))),
    }
    const { issues } = readRow(['a@example.com', cell], [column(0, 'email'), column(1, 'groups_add')], near)
    expect(issues.flatMap(({ suggestions }) => suggestions)).toEqual([])
  })

  it.each(['なし', '無', '없음'])('takes “%s” below a removal for none, beside groups as well', (cell) => {
    const columns = [
      column(0, 'email'),
      column(1, 'groups_add'),
      { ...column(2, 'remove'), ambiguousMarks: ['nothing' as const] },
    ]
    const reading = readRow(['a@example.com', 'Support', cell], columns, names)
    expect([codes(reading), reading.change]).toEqual([
      [],
      { kind: 'update', groups: { mode: 'edit', add: ['e-1'], remove: [] } },
    ])
    const flag = readRow(
      ['a@example.com', '', cell],
      columns.map((one) => ({ ...one, mapping: one.mapping === 'remove' ? 'is_developer' : one.mapping }) as const),
      names,
    )
    expect(codes(flag)).toContain('flag_ambiguous')
  })

  it('reads rows that a report marks as done like any other', () => {
    expect(read(['email', 'is_developer', 'outcome'], ['a@example.com', 'no', 'changed'])).toMatchObject({
      markedDone: true,
      change: { kind: 'update', isDeveloper: false },
    })
    expect(read(['email', 'is_developer', 'outcome'], ['a@example.com', 'no', 'failed'])).toMatchObject({
      markedDone: false,
      change: { kind: 'update', isDeveloper: false },
    })
  })

  it.each([
    ['ana@example.com Ana Lee', ['ana@example.com']],
    ['ana’s@example.com', ["ana's@example.com"]],
    ['ana@@example.com', []],
    ['ana@example.com → Support', []],
    ['ana@example.com: Tester, Support', []],
  ])('offers the address in %j, unless a name beside it would be lost', (cell, suggestions) => {
    expect(read(['email', 'is_developer'], [cell, 'yes']).issues).toEqual([
      { code: 'email_invalid', column: 0, value: cell, suggestions },
    ])
  })

  it('has an issue for a cell with several users, and uses none of them', () => {
    const cell = 'ana@example.com; ben@example.com.'
    expect(read(['email', 'is_developer'], [cell, 'yes']).issues).toEqual([
      { code: 'email_several', column: 0, value: cell, suggestions: ['ana@example.com', 'ben@example.com'] },
    ])
  })

  it('offers pairs and all combinations of several roles beside several bots', () => {
    const cells = ['a@example.com', 'Tester; Analyst on call', 'Billing; Claims']
    const [found] = read(['email', 'roles_add', 'role_bot'], cells).issues
    expect(found?.suggestions).toEqual([
      'Tester on Billing; Analyst on call on Claims',
      'Tester on Billing; Tester on Claims; Analyst on call on Billing; Analyst on call on Claims',
    ])
  })

  it('never suggests every bot for a role that names none', () => {
    expect(read(['email', 'roles_add'], ['a@example.com', 'Tester']).issues).toEqual([
      { code: 'role_without_bot', column: 1, value: 'Tester', suggestions: [] },
    ])
  })

  it.each([
    ['Tester', 'Billing', [{ roleId: tester, botId: 'st-1' }], []],
    [
      'Tester; Analyst on call on Claims',
      'Billing',
      [
        { roleId: tester, botId: 'st-1' },
        { roleId: analyst, botId: 'st-2' },
      ],
      [],
    ],
    [
      'Tester',
      '*',
      [
        { roleId: tester, botId: 'st-1' },
        { roleId: tester, botId: 'st-2' },
      ],
      [],
    ],
    ['Master Admin', 'Billing', [{ roleId: admin, botId: 'st-1' }], []],
    ['Master Admin', '*', [{ roleId: admin, botId: null }], []],
    ['Tester; Analyst on call', 'Billing; Claims', null, ['role_bots_unclear']],
    ['Tester on Claims', 'Billing', null, ['role_bots_unclear']],
    ['Tester on Billing', 'Billing', [{ roleId: tester, botId: 'st-1' }], []],
    [
      'Tester; Master Admin',
      'Billing',
      [
        { roleId: tester, botId: 'st-1' },
        { roleId: admin, botId: null },
      ],
      [],
    ],
    ['Tester; Analyst on call', 'Biling', null, ['bot_unknown']],
    ['Tester on Billing', 'Biling', null, ['bot_unknown']],
    ['Master Admin', 'Biling', null, ['bot_unknown']],
    ['Testr', 'Billing', null, ['role_unknown']],
    ['Tester', '', null, ['role_without_bot']],
  ])('takes the bot of %j from the column beside it: %j', (roles, bot, add, found) => {
    const reading = read(['email', 'roles_add', 'role_bot'], ['a@example.com', roles, bot])
    expect(codes(reading)).toEqual(found)
    expect(reading.change).toEqual(add === null ? null : { kind: 'update', roles: { mode: 'edit', add, remove: [] } })
  })

  it.each([
    ['list_conflict', ['groups_add', 'groups_remove'], ['Support', 'support'], 2],
    ['set_conflict', ['groups_set', 'groups_add'], ['Support', 'Sales, EMEA'], 2],
    ['list_conflict', ['roles_add', 'roles_remove'], ['Tester on *', 'Tester on Billing'], 2],
    ['nothing', ['groups_add', 'groups_remove'], ['Support', 'Sales, EMEA'], null],
  ] as const)('tells the cell at fault: %s', (code, mappings, cells, at) => {
    const { issues } = read(['email', ...mappings], ['a@example.com', ...cells])
    expect(issues.map((one) => [one.code, one.column])).toEqual(at === null ? [] : [[code, at]])
  })

  it.each([
    ['WAHR FALSCH', true, false],
    ['VRAI faux', true, false],
    ['✔\ufe0f ✗', true, false],
    ['☑ ☐', true, false],
    ['T F', true, false],
    ['はい いいえ', true, false],
    ['✅ ❌', true, false],
  ])('reads the yes and the no of %s', (words, ...flags) => {
    const [yes, no] = words.split(' ').map((word) => read(['email', 'is_developer'], ['a@example.com', word]).change)
    expect([yes, no]).toEqual(flags.map((isDeveloper) => ({ kind: 'update', isDeveloper })))
  })

  it.each([
    ['update', 'yes'],
    ['remove', 'no'],
  ])('finds the action %s in conflict with %s under Remove', (action, remove) => {
    const reading = read(['email', 'action', 'remove'], ['a@example.com', action, remove])
    expect([codes(reading), reading.change]).toEqual([['conflicting_actions'], null])
  })

  it.each([
    ['Update', ['nothing_requested']],
    ['Delete', []],
    // Muster cannot invite or activate: taken for an update, the row would be lost without a word.
    ['New', ['action_unrecognized']],
    ['Activate', ['action_unrecognized']],
  ])("reads %s of Kore.ai's User Status", (status, found) => {
    expect(codes(read(['email', 'action'], ['a@example.com', status]))).toEqual(found)
  })

  it('has an issue for a missing or invalid user', () => {
    expect(codes(read(['email', 'is_developer'], ['', 'yes']))).toEqual(['person_missing'])
    expect(codes(read(['email', 'is_developer'], ['not an address', 'yes']))).toEqual(['email_invalid'])
    expect(codes(read(['email', 'is_developer'], ['a@example.com', 'perhaps']))).toEqual(['flag_unrecognized'])
  })

  test.prop([fc.array(fc.string(), { maxLength: 8 }), fc.array(fc.constantFrom(...columnMappings), { maxLength: 8 })])(
    'answers every row, and a change only without an error about it',
    (cells, mappings) => {
      const reading = read(mappings, cells)
      if (codes(reading).includes('conflicting_actions') && reading.change !== null)
        expect(reading.change.kind).toBe('update')
      if (reading.identifier === null) expect(reading.issues.length).toBeGreaterThan(0)
    },
  )
})

describe('addresses', () => {
  it.each(['ana@example.com', "o'neil+x@mail.example.org", 'пример@почта.рф', 'a.b@münchen.de'])('takes %s', (value) =>
    expect(isEmailShaped(value)).toBe(true),
  )
  it.each(['', 'a', 'a@b', 'a b@c.de', 'a@@b.de', 'a@b.d', 'a@b.de,', `${'x'.repeat(250)}@b.de`])(
    'refuses %s',
    (value) => expect(isEmailShaped(value)).toBe(false),
  )
  it.each([
    ['a Cyrillic letter among Latin ones', '\u0430na@example.com', true],
    ['in the domain', 'ana@ex\u0430mple.com', true],
    ['a name wholly of letters drawn like Latin ones', '\u0441\u043e\u0441\u0430@example.com', true],
    ['a Greek one', '\u03bfna@example.com', true],
    ['Latin alone', 'ana@example.com', false],
    ['a domain that is Cyrillic by itself', 'ahmed.radwan@пример.example', false],
    ['Cyrillic alone', 'пример@почта.рф', false],
    ['a number for a name', '007@example.com', false],
  ])('%s: letters that look like others', (_, address, found) => expect(hasLookalikes(address)).toBe(found))
})
