import { expect, test } from 'vitest'
import { accessRows } from './access-rows.ts'

const tester = { roleId: 'r-tester', botId: 'st-billing', viaGroups: [] }
const none = { groups: [], roles: [], isDeveloper: false, canCreateBot: false }

test('what only one of two users has comes first, with the way they have it', () => {
  const rows = accessRows(
    { ...none, groups: ['e-both', 'e-left'], roles: [{ ...tester, viaGroups: ['e-left'] }], isDeveloper: true },
    { ...none, groups: ['e-both'], roles: [tester], canCreateBot: true },
  )
  expect(rows.map(({ key, differs }) => [key, differs])).toEqual([
    ['group e-left', true],
    ['isDeveloper', true],
    ['canCreateBot', true],
    ['group e-both', false],
    ['role r-tester st-billing', false],
  ])
  expect(rows.map(({ holdings }) => holdings)).toEqual([
    [{ viaGroups: [] }, null],
    [{ viaGroups: [] }, null],
    [null, { viaGroups: [] }],
    [{ viaGroups: [] }, { viaGroups: [] }],
    [{ viaGroups: ['e-left'] }, { viaGroups: [] }],
  ])
})

test('a role on another bot is another role', () => {
  const rows = accessRows({ ...none, roles: [tester] }, { ...none, roles: [{ ...tester, botId: null }] })
  expect(rows.map(({ differs }) => differs)).toEqual([true, true])
})

test('what was never read of a user is unknown, not absent', () => {
  const rows = accessRows(
    { ...none, groups: ['e-1'], roles: [tester], isDeveloper: true, canCreateBot: true },
    { ...none, unread: ['groups', 'botRoles', 'isDeveloper'] },
  )
  expect(rows.map(({ key, holdings }) => [key, holdings[1]])).toEqual([
    ['group e-1', 'unknown'],
    ['role r-tester st-billing', 'unknown'],
    ['isDeveloper', 'unknown'],
    ['canCreateBot', null],
  ])
})
