import { expect, test } from 'vitest'
import type { PlanEffect } from '../plan/plan.ts'
import { joinsGroup, markAdminGroups } from './admin-groups.ts'
import { approvalReasons, noApprovals } from './approval.ts'
import { adminGrants } from './confirmation.ts'
import { permissionsNeeded } from './plan-needs.ts'

const groups = new Map([['e-1', { id: 'e-1', name: 'Operators' }]])
const joined = (key: string): PlanEffect => ({ key, added: 2, removed: 0 })
const marked = (key: string, via: string) =>
  markAdminGroups([joined(key)], { groups, adminGroups: new Set([via]) }).map(({ grantsAdmin }) => grantsAdmin === true)

test('a group is marked by its id or name, and only if users join it', () => {
  expect(marked('group:e-1', 'e-1')).toEqual([true])
  expect(marked('group:e-1', 'Operators')).toEqual([true])
  expect(marked('group:e-2', 'Operators')).toEqual([false])
  expect(marked('role:e-1:st-1', 'e-1')).toEqual([false])
  expect(marked('group:e-1', 'e-9')).toEqual([false])
  expect(markAdminGroups([joined('group:e-1')], { groups })).toEqual([joined('group:e-1')])
  expect(joinsGroup(joined('group:e-1'))).toBe(true)
  expect(joinsGroup({ ...joined('group:e-1'), grantsAdmin: true })).toBe(false)
  const left = { key: 'group:e-1', added: 0, removed: 2 }
  expect(markAdminGroups([left], { groups, adminGroups: new Set(['e-1']) })).toEqual([left])
})

test('joining it counts as a grant of an admin role', () => {
  const effects = markAdminGroups([joined('group:e-1')], { groups, adminGroups: new Set(['Operators']) })
  expect(permissionsNeeded({ effects })).toEqual(['users:edit', 'users:elevate'])
  expect(adminGrants({ effects })).toBe(2)
  const policy = { ...noApprovals, elevate: { fromUsers: 1, fromPercent: null } }
  const summary = { effects, dispositions: { change: 2, unchanged: 0, blocked: 0 } }
  const reasons = approvalReasons(summary, { users: 9, removedToday: 0, erasedToday: 0 }, policy)
  expect(reasons).toEqual([{ kind: 'elevate', count: 2 }])
})
