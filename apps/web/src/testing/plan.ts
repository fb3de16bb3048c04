import type { PlanEntry, PlanItemEntry } from '@muster/contracts/plans'

const role = { roleId: 'r-tester', botId: 'st-billing' }
/** The item of `plan`. */
export const item: PlanItemEntry = {
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
/** A plan of exactly the requested steps of one user. */
export const plan: PlanEntry = {
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
