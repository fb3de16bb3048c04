import { expect, test } from 'vitest'
import { englishText } from '../english.ts'
import { describeDetails } from './describe-details.ts'

const nothing = { role: null, groupId: null, botId: null }

test.each([
  [{ role: 'Tester', roleId: 'r1', bot: 'Billing', botId: 'st-1' }, 'Tester on Billing'],
  [{ roleId: 'r1' }, 'r1'],
  [{ group: 'Support', groupId: 'e-1' }, 'Support'],
  [{ botId: 'st-1' }, 'st-1'],
  [{ issue: 'role_unknown', value: 'Testr' }, 'Role not found: "Testr"'],
  [{ issue: 'person_missing' }, 'The row names no user'],
  [{ problem: 'Seat locked' }, 'Seat locked'],
  [{}, 'key'],
])('%j has the label %s', (details, label) => {
  expect(englishText(describeDetails(details, 'key').label)).toBe(label)
})

test('returns the ids a fix needs, and no others', () => {
  expect(describeDetails({ roleId: 'r1', botId: 'st-1' }, 'k')).toMatchObject({
    role: { roleId: 'r1', botId: 'st-1' },
    botId: 'st-1',
    groupId: null,
  })
  expect(describeDetails({ problem: 'x' }, 'k')).toEqual({ ...nothing, label: 'x' })
})
