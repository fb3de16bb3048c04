import { useEffect, useSyncExternalStore } from 'react'

/** What the command palette can do on the current page. */
export interface PageActions {
  /** What the actions are for: "57 selected users". */
  readonly title: string
  readonly actions: readonly { readonly key: string; readonly name: string; readonly run: () => void }[]
}

let current: PageActions | null = null
const watchers = new Set<() => void>()

function set(next: PageActions | null): void {
  current = next
  for (const watch of watchers) watch()
}

/** Offers actions in the command palette while the page shows them; null: none. */
export function useOfferedActions(offered: PageActions | null): void {
  useEffect(() => {
    set(offered)
    return () => set(null)
  })
}

export const usePageActions = (): PageActions | null =>
  useSyncExternalStore(
    (watch) => {
      watchers.add(watch)
      return () => watchers.delete(watch)
    },
    () => current,
  )
