import type { Identifier } from '../account/user.ts'
import type { Change, ChangeKind, ListChange, RoleOnBot, UpdateChange } from '../change/change.ts'
import type { Outcome } from '../outcome/outcome.ts'
import { roleKey } from './plan-update.ts'

/** The fixes of a cause. `retry` retries without an edit; `remove_first` and `plan_again` are actions, not edits. */
export const fixKinds = [
  'retry',
  'replace_role',
  'drop_role',
  'replace_bot',
  'replace_group',
  'drop_group',
  'developer_on',
  'bot_creation_off',
  'replace_identifier',
  'remove_first',
  'plan_again',
] as const
export type FixKind = (typeof fixKinds)[number]

/** An edit of the requested changes of all items it applies to. */
export type Fix =
  | { readonly kind: 'replace_role'; readonly from: RoleOnBot; readonly to: RoleOnBot }
  | { readonly kind: 'drop_role'; readonly role: RoleOnBot }
  | { readonly kind: 'replace_bot'; readonly from: string; readonly to: string }
  | { readonly kind: 'replace_group'; readonly from: string; readonly to: string }
  | { readonly kind: 'drop_group'; readonly group: string }
  | { readonly kind: 'developer_on' | 'bot_creation_off' }
  | { readonly kind: 'replace_identifier'; readonly seq: number; readonly to: Identifier }

/**
 * Whether an item can be retried. A success cannot. Nor can an erasure with a lost response: it is resent only if a
 * member decides so for that item.
 */
export function canRetry({ outcome, kind }: { readonly outcome: Outcome; readonly kind: ChangeKind }): boolean {
  switch (outcome) {
    case 'skipped':
    case 'failed':
    case 'not_attempted':
      return true
    case 'unknown':
      return kind !== 'erase'
    case 'changed':
    case 'unchanged':
      break
  }
  return false
}

function mapped<T>(items: readonly T[], swap: (item: T) => readonly T[], key: (item: T) => string): readonly T[] {
  return [...new Map(items.flatMap(swap).map((item) => [key(item), item])).values()]
}

function mapList<T>(list: ListChange<T>, swap: (item: T) => readonly T[], key: (item: T) => string): ListChange<T> {
  if (list.mode === 'set') return { mode: 'set', to: mapped(list.to, swap, key) }
  return { mode: 'edit', add: mapped(list.add, swap, key), remove: mapped(list.remove, swap, key) }
}

function withRoles(change: Change, from: RoleOnBot, to: readonly RoleOnBot[]): Change {
  if (change.kind !== 'update' || change.roles === undefined) return change
  const swap = (role: RoleOnBot): readonly RoleOnBot[] => (roleKey(role) === roleKey(from) ? to : [role])
  return { ...change, roles: mapList(change.roles, swap, roleKey) }
}

function withGroups(change: Change, from: string, to: readonly string[]): Change {
  if (change.kind !== 'update' || change.groups === undefined) return change
  const swap = (id: string): readonly string[] => (id === from ? to : [id])
  return { ...change, groups: mapList(change.groups, swap, (id) => id) }
}

/** Replaces a bot in roles and in the scope of an erasure. */
function withBot(change: Change, from: string, to: string): Change {
  const swap = (botId: string): string => (botId === from ? to : botId)
  if (change.kind === 'erase' && change.scope.kind === 'bots') {
    return { ...change, scope: { kind: 'bots', botIds: [...new Set(change.scope.botIds.map(swap))] } }
  }
  if (change.kind !== 'update' || change.roles === undefined) return change
  const onBot = ({ roleId, botId }: RoleOnBot) => [{ roleId, botId: botId === null ? null : swap(botId) }]
  return { ...change, roles: mapList(change.roles, onBot, roleKey) }
}

function withFlag(change: Change, flag: Pick<UpdateChange, 'canCreateBot' | 'isDeveloper'>): Change {
  return change.kind === 'update' ? { ...change, ...flag } : change
}

const rolesIn = ({ roles }: UpdateChange): readonly RoleOnBot[] => all(roles)
const groupsIn = ({ groups }: UpdateChange): readonly string[] => all(groups)
function all<T>(list: ListChange<T> | undefined): readonly T[] {
  if (list === undefined) return []
  return list.mode === 'set' ? list.to : [...list.add, ...list.remove]
}

/** Whether a fix applies to the requested change of this item. */
export function fixFits({ seq, change }: { readonly seq: number; readonly change: Change }, fix: Fix): boolean {
  if (fix.kind === 'replace_identifier') return seq === fix.seq
  if (change.kind === 'remove') return false
  if (change.kind === 'erase')
    return fix.kind === 'replace_bot' && change.scope.kind === 'bots' && change.scope.botIds.includes(fix.from)
  switch (fix.kind) {
    case 'replace_role':
      return rolesIn(change).some((role) => roleKey(role) === roleKey(fix.from))
    case 'drop_role':
      return rolesIn(change).some((role) => roleKey(role) === roleKey(fix.role))
    case 'replace_bot':
      return rolesIn(change).some(({ botId }) => botId === fix.from)
    case 'replace_group':
      return groupsIn(change).includes(fix.from)
    case 'drop_group':
      return groupsIn(change).includes(fix.group)
    case 'developer_on':
    case 'bot_creation_off':
      break
  }
  return true
}

/** The item after a fix. An item that the fix does not apply to stays unchanged. */
export function applyFix<I extends { readonly seq: number; readonly identifier: Identifier; readonly change: Change }>(
  item: I,
  fix: Fix,
): I {
  switch (fix.kind) {
    case 'replace_role':
      return { ...item, change: withRoles(item.change, fix.from, [fix.to]) }
    case 'drop_role':
      return { ...item, change: withRoles(item.change, fix.role, []) }
    case 'replace_bot':
      return { ...item, change: withBot(item.change, fix.from, fix.to) }
    case 'replace_group':
      return { ...item, change: withGroups(item.change, fix.from, [fix.to]) }
    case 'drop_group':
      return { ...item, change: withGroups(item.change, fix.group, []) }
    case 'developer_on':
      return { ...item, change: withFlag(item.change, { isDeveloper: true }) }
    case 'bot_creation_off':
      return { ...item, change: withFlag(item.change, { canCreateBot: false }) }
    case 'replace_identifier':
      break
  }
  return item.seq === fix.seq ? { ...item, identifier: fix.to } : item
}
