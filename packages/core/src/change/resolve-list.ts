import type { ListChange } from './change.ts'

/** What a list change asks of what somebody holds: each element at most once, in the order asked. */
export interface ResolvedList<T> {
  /** Asked for and not held. */
  readonly add: readonly T[]
  /** Asked away (or left out of a `set`) and held. */
  readonly remove: readonly T[]
  /** Asked away and not held: already so, but an id nobody knows is worth a word. */
  readonly absent: readonly T[]
  /** Asked both to be added and to be removed. */
  readonly contradictory: readonly T[]
}

function distinct<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()]
}

/**
 * Holds a list change against what is held. `believe` false: the directory cannot vouch for what is held, so what is
 * asked is asked of Kore.ai whatever the directory says.
 */
export function resolveList<T>(
  change: ListChange<T> | undefined,
  held: readonly T[],
  by: { readonly key: (item: T) => string; readonly believe: boolean },
): ResolvedList<T> {
  if (change === undefined) return { add: [], remove: [], absent: [], contradictory: [] }
  const holds = new Set(held.map(by.key))
  const isHeld = (item: T): boolean => holds.has(by.key(item))
  if (change.mode === 'set') {
    const to = distinct(change.to, by.key)
    const wanted = new Set(to.map(by.key))
    const add = by.believe ? to.filter((item) => !isHeld(item)) : to
    return {
      add,
      remove: distinct(held, by.key).filter((item) => !wanted.has(by.key(item))),
      absent: [],
      contradictory: [],
    }
  }
  const removals = distinct(change.remove, by.key)
  const away = new Set(removals.map(by.key))
  const additions = distinct(change.add, by.key)
  return {
    add: by.believe ? additions.filter((item) => !isHeld(item)) : additions,
    remove: by.believe ? removals.filter(isHeld) : removals,
    absent: removals.filter((item) => !isHeld(item)),
    contradictory: additions.filter((item) => away.has(by.key(item))),
  }
}
