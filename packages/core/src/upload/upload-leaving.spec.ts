import { describe, expect, test } from 'vitest'
import { isHeadingOfActive, isHeadingOfLeavers, isOfLeavers } from './upload-leaving.ts'
import { withdrawalsBelow } from './upload-withdrawal.ts'

const states = [
  'Status',
  'Employment Status',
  'State',
  'Account status',
  'Work status',
  'Kontostatus',
  'Situation',
  'Lifecycle stage',
]
const left = [
  'Terminated - voluntary',
  'Inactive (leaver)',
  'Left 31/12',
  'Resigned 12/25',
  'Not active',
  'Non-active',
  'Not employed',
  'Blocked',
  'LOCKED_OUT',
  'Deleted user',
  'Pending deletion',
  'SoftDeleted',
  'Closed',
  'Contract ended',
  'TERMINATED_PENDING',
  'No longer with us',
  'On notice',
  'Ausgeschieden zum 31.12.',
  'Gekündigt zum 31.3.',
  'Parti le 3 mai',
  'Baja definitiva',
  'Cessato il 31/12',
  'Uit dienst per 1 mei',
  'Zwolniona w maju',
  'İşten ayrıldı (Mart)',
  'Уволен 31.12',
]
const here = [
  'Active',
  'Full-Time',
  'On site',
  'On leave',
  'Maternity leave',
  'Leave of absence',
  'Active - Permanent',
  'Not suspended',
  'Never terminated',
  'PASSWORD_EXPIRED',
  'PROVISIONED',
  'Closed Complete',
  'Baja California',
  'Left-hand shift',
  'Department lead',
  'Elternzeit',
  'En poste',
  'Vollzeit',
]

describe.each(states)('below “%s”', (heading) => {
  const isWithdrawal = withdrawalsBelow(heading)
  test.each(left)('“%s” is of a user who left', (cell) => expect(isWithdrawal(cell)).toBe(true))
  test.each(here)('“%s” is not', (cell) => expect(isWithdrawal(cell)).toBe(false))
})

test.each([
  'Ausgeschieden',
  'Gekündigt',
  'Parti',
  'Cessato',
  'Zwolniony',
  'Ayrıldı',
  'Уволен',
  '退職',
  'Block credential',
  'Sign-in blocked',
  'Account locked',
  'No longer employed',
  'Has left company',
  'isDeleted',
  'Gelöscht',
  'Kündigung zum',
  'Date left',
])('“%s” is over the end of an employment or an account', (heading) => expect(isHeadingOfLeavers(heading)).toBe(true))

test.each([
  'Protected from deletion',
  'Deleted items',
  'Left-handed',
  'Exit interview',
  'Notice period (months)',
  'Locked by',
  'Block',
  'Department',
  'Closed',
  'Removed groups',
])('“%s” is not', (heading) => expect(isHeadingOfLeavers(heading)).toBe(false))

test.each([
  'Currently employed',
  'Still employed?',
  'Beschäftigt',
  'Noch im Dienst',
  'En activo',
  'In servizio',
  'Sign-in enabled',
  'accountEnabled',
  'Aktiv (j/n)',
  '在籍',
])('“%s” is over what lasts', (heading) => expect(isHeadingOfActive(heading)).toBe(true))

test.each(['MFA enabled', 'Employee', 'Active Directory group', 'Status'])('“%s” is not over what lasts', (heading) =>
  expect(isHeadingOfActive(heading)).toBe(false),
)

test.each([
  ['Departures May', true],
  ['Offboard', true],
  ['Layoffs', true],
  ['former_employees-2026', true],
  ['退職者一覧', true],
  ['Department list', false],
  ['New starters', false],
  ['Active users', false],
  ['Left wing', false],
])('“%s” is about users who left: %s', (text, expected) => expect(isOfLeavers(text)).toBe(expected))
