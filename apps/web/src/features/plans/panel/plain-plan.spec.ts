import type { PlanEntry, PlanItemEntry } from '@muster/contracts/plans'
import { expect, test } from 'vitest'
import { isPlain } from './plain-plan.ts'

const role = { roleId: 'r-tester', botId: 'st-billing' }
const item: PlanItemEntry = {
  seq: 1,
  row: null,
  identifier: { by: 'userId', value: 'u-1' },
  user: { id: 'u-1', email: 'ana@example.com', firstName: 'Ana', lastName: 'Ruiz', orgUserId: null },
  change: { kind: 'update' },
  before: null,
  after: null,
  steps: [
    { field: 'group', op: 'remove', groupId: 'e-support' },
    { field: 'role', op: 'add', ...role },
    { field: 'isDeveloper', from: false, to: true },
  ],
  disposition: 'change',
  blockers: [],
  warnings: [],
}
const plan: PlanEntry = {
  id: '01a20145-85c6-70ac-bdd6-63c360f2f9fe',
  title: 'Support',
  source: 'selection',
  state: 'ready',
  problem: null,
  progress: 1,
  summary: {
    total: 1,
    dispositions: { change: 1, unchanged: 0, blocked: 0 },
    kinds: { update: 1, remove: 0, erase: 0 },
    effects: [],
    blockers: {},
    warnings: {},
  },
  hash: 'h',
  needsProof: false,
  confirmation: { kind: 'none' },
  guard: {
    accountUsers: 10,
    touched: 1,
    percent: 10,
    withToday: false,
    refusal: null,
    startsInSeconds: 0,
    only: 'Ana Ruiz',
  },
  jobId: null,
  parentJobId: null,
  name: null,
  replacedBy: null,
  change: {
    kind: 'update',
    groups: { mode: 'edit', add: [], remove: ['e-support'] },
    roles: { mode: 'edit', add: [role], remove: [] },
    isDeveloper: true,
  },
  isEditable: true,
  uploadId: null,
  createdBy: 'ana@example.com',
  createdAt: '2026-01-01T00:00:00.000Z',
  directoryAt: null,
}
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
