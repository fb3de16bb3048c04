import type { EraseChange, ListChange, RemoveChange, UpdateChange } from '../change/change.ts'
import type { Step } from './plan.ts'

/** A change as it comes off the wire, where an absent field may be there as undefined. */
type Requested =
  | RemoveChange
  | EraseChange
  | ({ readonly [K in keyof UpdateChange]: UpdateChange[K] | undefined } & { readonly kind: 'update' })

interface Halves<T> {
  readonly add: readonly T[]
  readonly remove: readonly T[]
}

const halvesOf = <T>(list: ListChange<T> | undefined): Halves<T> => {
  if (list === undefined) return { add: [], remove: [] }
  return list.mode === 'set' ? { add: list.to, remove: [] } : list
}

function both<T>({ add, remove }: Halves<T>, step: (value: T, op: 'add' | 'remove') => Step): readonly Step[] {
  return [...add.map((value) => step(value, 'add')), ...remove.map((value) => step(value, 'remove'))]
}

/**
 * The requested change as steps, without regard to the current access: for blocked items, which have no steps of their
 * own. A `set` shows the requested list; its removals are unknown.
 */
export function requestedSteps(change: Requested): readonly Step[] {
  if (change.kind === 'remove') return [{ field: 'account', op: 'remove' }]
  if (change.kind === 'erase') return [{ field: 'data', op: 'erase', scope: change.scope }]
  const flags = (['canCreateBot', 'isDeveloper'] as const).flatMap((field): readonly Step[] => {
    const to = change[field]
    return to === undefined ? [] : [{ field, from: !to, to }]
  })
  return [
    ...both(halvesOf(change.groups), (groupId, op) => ({ field: 'group', op, groupId })),
    ...both(halvesOf(change.roles), ({ roleId, botId }, op) => ({ field: 'role', op, roleId, botId })),
    ...flags,
  ]
}
