import type { Step } from '@muster/core/plan/plan'
import { describe, expect, it } from 'vitest'
import { type StepNames, stepWords } from './step-text.ts'

const bot = (id: string) => ({ 'st-1': 'Billing' })[id] ?? id
const role = (id: string) => ({ r1: 'Tester' })[id] ?? id
const names: StepNames = {
  group: (id) => ({ 'e-1': 'Support' })[id] ?? id,
  bot,
  roleOnBot: ({ roleId, botId }) => (botId === null ? role(roleId) : `${role(roleId)} on ${bot(botId)}`),
}

describe('stepWords', () => {
  it.each([
    [{ field: 'group', op: 'add', groupId: 'e-1' }, 'add', 'Support'],
    [{ field: 'group', op: 'remove', groupId: 'e-2' }, 'remove', 'e-2'],
    [{ field: 'role', op: 'add', roleId: 'r1', botId: 'st-1' }, 'add', 'Tester on Billing'],
    [{ field: 'role', op: 'remove', roleId: 'r1', botId: null }, 'remove', 'Tester'],
    [{ field: 'isDeveloper', from: false, to: true }, 'turn', 'Developer: no → yes'],
    [{ field: 'account', op: 'remove' }, 'end', 'Removed from the account'],
    [{ field: 'data', op: 'erase', scope: { kind: 'all_bots' } }, 'end', 'Data erased from all bots'],
    [
      { field: 'data', op: 'erase', scope: { kind: 'bots', botIds: ['st-1', 'st-2'] } },
      'end',
      'Data erased from Billing and st-2',
    ],
  ] satisfies readonly (readonly [Step, string, string])[])('%j', (step, kind, text) => {
    expect(stepWords(step, names)).toMatchObject({ kind, text })
  })

  it('shows IDs without names', () => {
    expect(stepWords({ field: 'role', op: 'add', roleId: 'r9', botId: 'st-9' }, names).text).toBe('r9 on st-9')
  })
})
