import type { Access } from '../account/user.ts'
import type { UpdateChange } from '../change/change.ts'
import { resolveList } from '../change/resolve-list.ts'
import { roleKey } from './plan-update.ts'

/** Whether a user already has everything an update requests. A contradiction never takes effect. */
export function isInEffect(change: UpdateChange, access: Access): boolean {
  const groups = resolveList(change.groups, access.groups, { key: (id) => id, believe: () => true })
  const roles = resolveList(change.roles, access.roles, { key: roleKey, believe: () => true })
  const open = [groups, roles].flatMap((list) => [...list.add, ...list.remove, ...list.contradictory])
  const flags = (['canCreateBot', 'isDeveloper'] as const).every(
    (flag) => change[flag] === undefined || change[flag] === access[flag],
  )
  return flags && open.length === 0
}
