import { expect, test } from 'vitest'
import { item, plan } from '../../../testing/plan.ts'
import { isPlain } from './plain-plan.ts'

const approval = { mayApply: true }
const shown = { plan, item, approval }
const note = { code: 'user_not_found', details: {} } as const

test('a plan of exactly the requested steps is plain', () => {
  expect(isPlain(shown)).toBe(true)
})

test.each([
  ['a step is missing: the user has changed meanwhile', { ...shown, item: { ...item, steps: item.steps.slice(1) } }],
  [
    'another step',
    { ...shown, item: { ...item, steps: [...item.steps, { field: 'group', op: 'add', groupId: 'e-sales' } as const] } },
  ],
  [
    'the same number of other steps',
    {
      ...shown,
      item: { ...item, steps: [...item.steps.slice(1), { field: 'group', op: 'add', groupId: 'e-support' } as const] },
    },
  ],
  ['a warning', { ...shown, item: { ...item, warnings: [note] } }],
  ['a blocker', { ...shown, item: { ...item, disposition: 'blocked', blockers: [note] } as const }],
  ['a typed confirmation', { ...shown, plan: { ...plan, confirmation: { kind: 'count', text: '1' } } as const }],
  ['a proof', { ...shown, plan: { ...plan, needsProof: true } }],
  ['a refusal of the guards', { ...shown, plan: { ...plan, guard: { ...plan.guard, refusal: 'Stopped.' } } }],
  ['a delay', { ...shown, plan: { ...plan, guard: { ...plan.guard, startsInSeconds: 60 } } }],
  ['an approval', { ...shown, approval: { mayApply: false } }],
  [
    'a list that is set',
    { ...shown, plan: { ...plan, change: { kind: 'update', groups: { mode: 'set', to: [] } } } as const },
  ],
  ['a removal', { ...shown, plan: { ...plan, change: { kind: 'remove' } } as const }],
])('%s needs a look', (_, seen) => {
  expect(isPlain(seen)).toBe(false)
})
