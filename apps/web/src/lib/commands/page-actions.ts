import { useEffect } from 'react'
import { createWatchedValue } from '../watched-value.ts'

/** What the command palette can do on the current page. */
export interface PageActions {
  /** What the actions are for: "57 selected users". */
  readonly title: string
  readonly actions: readonly { readonly key: string; readonly name: string; readonly run: () => void }[]
}

const current = createWatchedValue<PageActions | null>(null)

/** Offers actions in the command palette while the page shows them; null: none. */
export function useOfferedActions(offered: PageActions | null): void {
  useEffect(() => {
    current.set(offered)
    return () => current.set(null)
  })
}

export const usePageActions = (): PageActions | null => current.useValue()
