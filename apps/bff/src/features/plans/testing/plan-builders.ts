import type { Lookups } from '@muster/core/account/access'
import type { User } from '@muster/core/account/user'
import { addToSummary, emptySummary, toSummary } from '@muster/core/plan/plan-fold'
import { planItem } from '@muster/core/plan/plan-item'
import { accessFacts } from '@muster/wording/access-facts'
import { labeledSummary } from '@muster/wording/effect-label'
import { message } from '@muster/wording/message'
import type { KeptItem, PlanRecord } from '../ports.ts'

/** Builders for specs: one account with one group, and any number of users. */
export const lookups: Lookups = {
  groups: new Map([['e-support', { id: 'e-support', name: 'Support' }]]),
  roles: new Map([
    ['0000000000000000000000a0', { id: '0000000000000000000000a0', name: 'Master Admin', kind: 'admin' }],
  ]),
  bots: new Map([['st-billing', { id: 'st-billing', name: 'Billing' }]]),
  known: { groups: true, roles: true, bots: true },
}

export function aUser(n: number, more: Partial<User> = {}): User {
  return {
    id: `u-${n}`,
    email: `person${n}@example.com`,
    firstName: 'Zoë',
    lastName: `O'Neil ${n}`,
    orgUserId: `E${n}`,
    status: 'active',
    groups: [],
    roles: [],
    canCreateBot: false,
    isDeveloper: false,
    ...more,
  }
}

const joinSupport = { kind: 'update', groups: { mode: 'edit', add: ['e-support'], remove: [] } } as const

/** Item `seq` of a plan that adds users to Support; `user` null is an unknown user. */
export function aKeptItem(seq: number, user: User | null = aUser(seq)): KeptItem {
  const identifier = { by: 'email', value: user?.email ?? `absent${seq}@example.com` } as const
  const match = user === null ? ({ kind: 'none' } as const) : ({ kind: 'user', user } as const)
  const policy = { accessVerified: true }
  const item = planItem({ seq, row: null, identifier, match, change: joinSupport, lookups, policy })
  return { item, retriesSeq: null }
}

export function summaryOf(kept: readonly KeptItem[]) {
  const fold = emptySummary()
  for (const { item } of kept) addToSummary(fold, item)
  return labeledSummary(toSummary(fold), accessFacts(lookups))
}

export function aPlan(id: string, more: Partial<PlanRecord> = {}): PlanRecord {
  return {
    id,
    title: message('title.add_to_groups', { count: 2, groups: ['Support'] }),
    source: {
      kind: 'identifiers',
      identifiers: [{ by: 'email', value: 'a\0\uD800@example.com' }],
      change: { kind: 'remove' },
    },
    state: 'computing',
    problem: null,
    progress: 0,
    summary: summaryOf([]),
    hash: null,
    jobId: null,
    parentJobId: null,
    name: null,
    replacedBy: null,
    createdBy: { memberId: 'm-1', email: 'ana@example.com' },
    createdAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    directoryAt: '2026-01-01T00:00:00.000Z',
    ...more,
  }
}
