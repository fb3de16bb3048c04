import type { User } from '@muster/core/account/user'
import type { Change } from '@muster/core/change/change'
import type { PlanItem, Step } from '@muster/core/plan/plan'

export function aUser(n: number, more: Partial<User> = {}): User {
  return {
    id: `u-${n}`,
    email: `user${n}@example.com`,
    firstName: 'User',
    lastName: String(n),
    orgUserId: null,
    status: 'active',
    groups: [],
    roles: [],
    canCreateBot: false,
    isDeveloper: true,
    ...more,
  }
}

const stepsOf: Record<Change['kind'], Step[]> = {
  update: [{ field: 'group', op: 'add', groupId: 'e-1' }],
  remove: [{ field: 'account', op: 'remove' }],
  erase: [{ field: 'data', op: 'erase', scope: { kind: 'all_bots' } }],
}
const changeOf: Record<Change['kind'], Change> = {
  update: { kind: 'update', groups: { mode: 'edit', add: ['e-1'], remove: [] } },
  remove: { kind: 'remove' },
  erase: { kind: 'erase', scope: { kind: 'all_bots' } },
}

/** A planned item of this kind for this user. */
export function anItem(seq: number, user: User, kind: Change['kind'], more: Partial<PlanItem> = {}): PlanItem {
  const { groups, roles, canCreateBot, isDeveloper } = user
  const before = { groups, roles, canCreateBot, isDeveloper }
  return {
    seq,
    row: null,
    identifier: { by: 'email', value: user.email },
    user: { id: user.id, email: user.email, firstName: user.firstName, lastName: user.lastName, orgUserId: null },
    change: changeOf[kind],
    before: kind === 'erase' ? null : before,
    after: kind === 'update' ? { ...before, groups: [...groups, 'e-1'] } : null,
    steps: stepsOf[kind],
    disposition: 'change',
    blockers: [],
    warnings: [],
    ...more,
  }
}
