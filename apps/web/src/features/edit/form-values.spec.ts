import type { UserEntry } from '@muster/contracts/users'
import { describe, expect, it } from 'vitest'
import { user } from '../../testing/user.ts'
import { type EditValues, editSchema, startValues, startValuesFor, toChange } from './form-values.ts'

const tester = { roleId: 'a'.repeat(24), botId: 'st-1' }
const admin = { roleId: 'b'.repeat(24), botId: null }
const withValues = (values: Partial<EditValues>): EditValues => ({ ...startValues, ...values })

const noDeveloper = { ...user, isDeveloper: false }
const botCreator = { ...user, canCreateBot: true }

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

const problems = (values: Partial<EditValues>, one: UserEntry | null = null) =>
  editSchema(one)
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
    ['one who is no developer', 'yes', 'leave', noDeveloper, ['canCreateBot']],
    ['one who is a developer', 'yes', 'leave', user, []],
    ['one who creates bots', 'leave', 'no', botCreator, ['canCreateBot']],
    ['one who creates bots', 'no', 'no', botCreator, []],
  ] as const)('for %s: bots %s, developer %s', (_, canCreateBot, isDeveloper, one, expected) => {
    expect(problems({ canCreateBot, isDeveloper }, one)).toEqual(expected)
  })
})

describe('startValuesFor', () => {
  it('starts "Set exactly" with the groups and roles of one user', () => {
    const direct = [
      { roleId: 'r-tester', botId: 'st-billing' },
      { roleId: 'r-admin', botId: null },
      { roleId: 'r-gone', botId: 'st-billing' },
    ]
    expect(startValuesFor(user)).toMatchObject({ setGroups: ['e-support'], setRoles: direct, addRoles: [] })
    expect(startValuesFor(null)).toEqual(startValues)
  })
})
