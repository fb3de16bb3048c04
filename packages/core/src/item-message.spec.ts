import { expect, test } from 'vitest'
import { aboutThing } from './about-thing.ts'
import { itemMessage } from './item-message.ts'

const flag = { flag: 'isDeveloper', from: 'off', now: 'on' }

test.each([
  [{ ...flag, to: 'off' }, 'Developer was off when planned and is on now'],
  [
    { role: 'Tester', bot: 'Billing', from: 'held', now: 'not held', to: 'held' },
    '"Tester" on "Billing" was held when planned and is not held now',
  ],
  [{ ...flag, from: 'on', now: 'off', to: 'off' }, 'Developer was on when planned and is off now; planned to be off'],
  [{}, 'Changed since the plan'],
])('what moved since the plan is named: %j', (about, sentence) => {
  expect(itemMessage('changed_since_plan', about)).toBe(sentence)
})

test('a flag is called what the desk calls it', () => {
  expect(aboutThing(flag, 'isDeveloper').label).toBe('Developer')
})
