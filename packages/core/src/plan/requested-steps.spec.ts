import { expect, it } from 'vitest'
import { requestedSteps } from './requested-steps.ts'

it.each([
  ['a removal', { kind: 'remove' }, [{ field: 'account', op: 'remove' }]],
  [
    'an erasure',
    { kind: 'erase', scope: { kind: 'all_bots' } },
    [{ field: 'data', op: 'erase', scope: { kind: 'all_bots' } }],
  ],
  [
    'an update',
    { kind: 'update', groups: { mode: 'edit', add: ['e-1'], remove: ['e-2'] }, isDeveloper: false },
    [
      { field: 'group', op: 'add', groupId: 'e-1' },
      { field: 'group', op: 'remove', groupId: 'e-2' },
      { field: 'isDeveloper', from: true, to: false },
    ],
  ],
  [
    'roles set exactly',
    { kind: 'update', roles: { mode: 'set', to: [{ roleId: 'r', botId: null }] } },
    [{ field: 'role', op: 'add', roleId: 'r', botId: null }],
  ],
  ['nothing', { kind: 'update' }, []],
] as const)('shows what %s asks', (_name, change, steps) => expect(requestedSteps(change)).toEqual(steps))
