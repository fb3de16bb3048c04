import { useSyncExternalStore } from 'react'

/** A value outside the components, which they can follow. */
export function createWatchedValue<T>(initial: T) {
  let current = initial
  const watchers = new Set<() => void>()
  const subscribe = (watch: () => void): (() => void) => {
    watchers.add(watch)
    return () => watchers.delete(watch)
  }
  return {
    get: (): T => current,
    set: (next: T): void => {
      current = next
      for (const watch of watchers) watch()
    },
    useValue: (): T => useSyncExternalStore(subscribe, () => current),
  }
}
