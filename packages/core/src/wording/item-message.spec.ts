import { expect, test } from 'vitest'
import { describeDetails } from './describe-details.ts'
import { itemMessage } from './item-message.ts'

const flag = { flag: 'isDeveloper', from: 'off', now: 'on' }

test.each([
  [{ ...flag, to: 'off' }, 'Developer: off when planned, on now'],
  [
    { role: 'Tester', bot: 'Billing', from: 'held', now: 'not held', to: 'held' },
    '"Tester" on "Billing": held when planned, not held now',
  ],
  [{ ...flag, from: 'on', now: 'off', to: 'off' }, 'Developer: on when planned, off now, planned: off'],
  [
    { group: 'Events', from: 'not a member', now: 'a member', to: 'a member' },
    '"Events": not a member when planned, a member now, planned: a member',
  ],
  [{}, 'Changed since the plan'],
])('what moved since the plan is named: %j', (details, sentence) => {
  expect(itemMessage('changed_since_plan', details)).toBe(sentence)
})

test.each([
  [{ landed: 'nothing' }, 'No answer came back; a second look shows that nothing changed'],
  [{ landed: 'part' }, 'No answer came back; part of the change took effect'],
  [{ decision: 'left' }, 'No answer came back; left as it is'],
  [{}, 'No answer came back'],
])('what a second look showed of a lost answer is said: %j', (details, sentence) => {
  expect(itemMessage('no_answer', details)).toBe(sentence)
})

test('what Kore.ai says is told in its words where Muster has none', () => {
  expect(itemMessage('kore_refused', { problem: 'Seat locked' })).toBe('Kore.ai refused this user: "Seat locked"')
  expect(itemMessage('kore_refused', {})).toBe('Kore.ai refused this user')
})

test('a flag is called what the desk calls it', () => {
  expect(describeDetails(flag, 'isDeveloper').label).toBe('Developer')
})
