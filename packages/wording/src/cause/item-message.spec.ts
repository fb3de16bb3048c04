import { expect, test } from 'vitest'
import { englishText } from '../english.ts'
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
])('names the drift since the plan: %j', (details, sentence) => {
  expect(englishText(itemMessage('changed_since_plan', details))).toBe(sentence)
})

test.each([
  [{ landed: 'nothing' }, 'No response; a second read shows that nothing changed'],
  [{ landed: 'part' }, 'No response; part of the change took effect'],
  [{ decision: 'left' }, 'No response; left as it is'],
  [{}, 'No response'],
])('names the result of a second read after a lost response: %j', (details, sentence) => {
  expect(englishText(itemMessage('no_response', details))).toBe(sentence)
})

test('quotes a reason of Kore.ai that Muster does not recognize', () => {
  expect(englishText(itemMessage('kore_refused', { problem: 'Seat locked' }))).toBe(
    'Kore.ai refused this user: "Seat locked"',
  )
  expect(englishText(itemMessage('kore_refused', {}))).toBe('Kore.ai refused this user')
})

test('names a flag as the app does', () => {
  expect(englishText(describeDetails(flag, 'isDeveloper').label)).toBe('Developer')
})
