import { expect, test } from 'vitest'
import { lostWithGroupKey } from '../plan/plan-fold.ts'
import { permissionsForRequests, permissionsNeeded } from './plan-needs.ts'

const needs = (...keys: string[]) => permissionsNeeded({ effects: keys.map((key) => ({ key, added: 1, removed: 0 })) })

test.each([
  ['group:e-1', 'users:edit'],
  ['flag:isDeveloper', 'users:edit'],
  ['role:r-1:st-1', 'users:roles'],
  ['role:r-1:*', 'users:elevate'],
  ['account', 'users:remove'],
  ['data', 'users:erase'],
  [lostWithGroupKey('e-1', { roleId: 'r-1', botId: 'st-1' }), 'users:edit'],
  [lostWithGroupKey('e-1', { roleId: 'r-1', botId: null }), 'users:elevate'],
])('%s needs %s', (key, permission) => {
  expect(needs(key)).toEqual([permission])
})

test('a mixed plan needs each permission once, and an effect on no user needs none', () => {
  expect(needs('data', 'group:e-1', 'group:e-2', 'account')).toEqual(['users:edit', 'users:remove', 'users:erase'])
  expect(permissionsNeeded({ effects: [{ key: 'data', added: 0, removed: 0 }] })).toEqual([])
  expect(permissionsNeeded({ effects: [{ key: 'data', added: 1, removed: 1 }] })).toEqual(['users:erase'])
})

test('a request needs its permissions whatever its effects', () => {
  const update = { kind: 'update' } as const
  expect(permissionsForRequests([{ change: update }])).toEqual(['users:edit'])
  expect(permissionsForRequests([{ change: update, withBotTasks: true }])).toEqual(['users:edit', 'users:roles'])
  const role = (botId: string | null) =>
    permissionsForRequests([{ change: { ...update, roles: { mode: 'set', to: [{ roleId: 'r', botId }] } } }])
  expect(role(null)).toEqual(['users:edit', 'users:elevate'])
  expect(role('st')).toEqual(['users:edit', 'users:roles'])
  const roles = { mode: 'edit', add: [{ roleId: 'r', botId: null }], remove: [{ roleId: 'r', botId: 'st' }] } as const
  expect(permissionsForRequests([{ change: { kind: 'update', roles } }])).toEqual([
    'users:edit',
    'users:roles',
    'users:elevate',
  ])
  expect(permissionsForRequests([{ change: { kind: 'remove' } }])).toEqual(['users:remove'])
})
