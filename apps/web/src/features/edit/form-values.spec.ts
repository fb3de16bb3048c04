import type { UserEntry } from '@muster/contracts/users'
import { describe, expect, it } from 'vitest'
import { type EditValues, editSchema, startValues, startValuesFor, toChange } from './form-values.ts'

const tester = { roleId: 'a'.repeat(24), botId: 'st-1' }
const admin = { roleId: 'b'.repeat(24), botId: null }
const withValues = (values: Partial<EditValues>): EditValues => ({ ...startValues, ...values })

const aUser = (change: Partial<UserEntry> = {}): UserEntry => ({
  id: 'u-1',
  email: 'ana@example.com',
  firstName: 'Ana',
  lastName: 'Ruiz',
  orgUserId: null,
  status: 'active',
  groups: ['e-1'],
  roles: [
    { ...tester, viaGroups: [] },
    { ...admin, viaGroups: ['e-1'] },
  ],
  canCreateBot: false,
  isDeveloper: false,
  readAt: null,
  ...change,
})

describe('toChange', () => {
  it.each([
    ['nothing', {}, {}],
    ['groups to add', { addGroups: ['e-1'] }, { groups: { mode: 'edit', add: ['e-1'], remove: [] } }],
    ['exactly these groups, even none', { groupMode: 'set', addGroups: ['e-9'] }, { groups: { mode: 'set', to: [] } }],
    [
      'roles to remove',
      { removeRoles: [tester, admin] },
      { roles: { mode: 'edit', add: [], remove: [tester, admin] } },
    ],
    ['exactly these roles', { roleMode: 'set', setRoles: [admin] }, { roles: { mode: 'set', to: [admin] } }],
    ['one flag', { isDeveloper: 'no' }, { isDeveloper: false }],
    ['both flags', { isDeveloper: 'yes', canCreateBot: 'yes' }, { isDeveloper: true, canCreateBot: true }],
  ] satisfies readonly (readonly [string, Partial<EditValues>, object])[])(
    'requests %s and omits the rest',
    (_, values, change) => {
      expect(toChange(withValues(values))).toEqual({ kind: 'update', ...change })
    },
  )
})

const problems = (values: Partial<EditValues>, user: UserEntry | null = null) =>
  editSchema(user)
    .safeParse(withValues(values))
    .error?.issues.map((issue) => issue.path.join('.')) ?? []

describe('editSchema', () => {
  it('requires at least one change', () => {
    expect(problems({})).toEqual(['nothing'])
    expect(problems({ addGroups: ['e-1'] })).toEqual([])
  })

  it('requires a list of identifiers of one kind where no user is selected', () => {
    const listProblems = (text: string) =>
      editSchema(null, { list: 'all' })
        .safeParse(withValues({ addGroups: ['e-1'], text }))
        .error?.issues.map((issue) => issue.path.join('.')) ?? []
    expect(listProblems('')).toEqual(['text'])
    expect(listProblems('ana@example.com\nE1001')).toEqual(['text'])
    expect(listProblems('Ana Ruiz <ana@example.com>; ben@example.com')).toEqual([])
  })

  it('rejects half of a pair, only in lists on screen', () => {
    expect(problems({ halfChosen: ['addRoles'] })).toEqual(['addRoles'])
    expect(problems({ isDeveloper: 'yes', halfChosen: ['addRoles', 'removeRoles'] })).toEqual([
      'addRoles',
      'removeRoles',
    ])
    expect(problems({ roleMode: 'set', halfChosen: ['addRoles'] })).toEqual([])
    expect(problems({ roleMode: 'set', halfChosen: ['setRoles'] })).toEqual(['setRoles'])
  })

  it('rejects the same thing added and removed', () => {
    expect(problems({ addGroups: ['e-1'], removeGroups: ['e-1'] })).toEqual(['removeGroups'])
    expect(problems({ addRoles: [tester], removeRoles: [{ ...tester }] })).toEqual(['removeRoles'])
    expect(problems({ addRoles: [tester], removeRoles: [{ ...tester, botId: 'st-2' }] })).toEqual([])
  })

  it.each([
    ['many', 'yes', 'no', null, ['canCreateBot']],
    ['many', 'yes', 'leave', null, []],
    ['one who is no developer', 'yes', 'leave', aUser(), ['canCreateBot']],
    ['one who is a developer', 'yes', 'leave', aUser({ isDeveloper: true }), []],
    ['one who creates bots', 'leave', 'no', aUser({ isDeveloper: true, canCreateBot: true }), ['canCreateBot']],
    ['one who creates bots', 'no', 'no', aUser({ isDeveloper: true, canCreateBot: true }), []],
  ] as const)('for %s: bots %s, developer %s', (_, canCreateBot, isDeveloper, user, expected) => {
    expect(problems({ canCreateBot, isDeveloper }, user)).toEqual(expected)
  })
})

describe('startValuesFor', () => {
  it('starts "Set exactly" with the groups and roles of one user', () => {
    expect(startValuesFor(aUser())).toMatchObject({ setGroups: ['e-1'], setRoles: [tester], addRoles: [] })
    expect(startValuesFor(null)).toEqual(startValues)
  })
})
