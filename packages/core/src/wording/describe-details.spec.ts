import { expect, test } from 'vitest'
import { describeDetails } from './describe-details.ts'

const nothing = { role: null, groupId: null, botId: null }

test.each([
  [{ role: 'Tester', roleId: 'r1', bot: 'Billing', botId: 'st-1' }, 'Tester on Billing'],
  [{ roleId: 'r1' }, 'r1'],
  [{ group: 'Support', groupId: 'e-1' }, 'Support'],
  [{ botId: 'st-1' }, 'st-1'],
  [{ problem: 'There is no such role', value: 'Testr' }, 'There is no such role: "Testr"'],
  [{ problem: 'No person is named' }, 'No person is named'],
  [{}, 'key'],
])('%j is called %s', (details, label) => {
  expect(describeDetails(details, 'key').label).toBe(label)
})

test('hands on the ids a fix needs, and no others', () => {
  expect(describeDetails({ roleId: 'r1', botId: 'st-1' }, 'k')).toMatchObject({
    role: { roleId: 'r1', botId: 'st-1' },
    botId: 'st-1',
    groupId: null,
  })
  expect(describeDetails({ problem: 'x' }, 'k')).toEqual({ ...nothing, label: 'x' })
})
