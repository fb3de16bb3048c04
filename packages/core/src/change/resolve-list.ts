import type { ListChange } from './change.ts'

/** A list change compared with the current list: each element at most once, in the requested order. */
export interface ResolvedList<T> {
  /** Requested and not held. */
  readonly add: readonly T[]
  /** Removed by the change (or absent from a `set`) and held. */
  readonly remove: readonly T[]
  /** Removed by the change and not held: no change, but an unknown id deserves a blocker. */
  readonly absent: readonly T[]
  /** Both added and removed by the change. */
  readonly contradictory: readonly T[]
}

function distinct<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()]
}

/**
 * Compares a list change with the current list. `believe` is false for an element if the directory has not read whether it is
 * in the list: then it is sent to Kore.ai if it is requested.
 */
export function resolveList<T>(
  change: ListChange<T> | undefined,
  held: readonly T[],
  by: { readonly key: (item: T) => string; readonly believe: (item: T) => boolean },
): ResolvedList<T> {
  if (change === undefined) return { add: [], remove: [], absent: [], contradictory: [] }
  const holds = new Set(held.map(by.key))
  const isHeld = (item: T): boolean => holds.has(by.key(item))
  if (change.mode === 'set') {
    const to = distinct(change.to, by.key)
    const requested = new Set(to.map(by.key))
    const add = to.filter((item) => !by.believe(item) || !isHeld(item))
    return {
      add,
      remove: distinct(held, by.key).filter((item) => !requested.has(by.key(item))),
      absent: [],
      contradictory: [],
    }
  }
  const removals = distinct(change.remove, by.key)
  const away = new Set(removals.map(by.key))
  const additions = distinct(change.add, by.key)
  return {
    add: additions.filter((item) => !by.believe(item) || !isHeld(item)),
    remove: removals.filter((item) => !by.believe(item) || isHeld(item)),
    absent: removals.filter((item) => !isHeld(item)),
    contradictory: additions.filter((item) => away.has(by.key(item))),
  }
}
