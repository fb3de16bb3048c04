import { useLocation, useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'

type Raw = Readonly<Record<string, unknown>>
/** What to change in the address; undefined takes a part out. */
export type AddressChange<S> = { readonly [K in keyof S]?: S[K] | undefined }

/**
 * The part of the screen's state that lives in the address: filters, the open view, the chosen cause.
 * `parse` leaves out what it does not understand and must keep its identity between renders.
 */
export function useAddress<S extends object>(
  parse: (raw: Raw) => S,
): readonly [search: S, change: (next: AddressChange<S>) => void] {
  // The router types the search of every page together; each page reads its own with `parse`.
  const raw = useLocation().search as Raw
  const navigate = useNavigate()
  const search = useMemo(() => parse(raw), [raw, parse])
  const change = useCallback(
    (next: AddressChange<S>) => {
      const kept = Object.entries({ ...raw, ...next }).filter(([, value]) => value !== undefined && value !== '')
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page's own keys on its own route; the router cannot know which page asks
      void navigate({ to: '.', search: Object.fromEntries(kept) as never, replace: true, resetScroll: false })
    },
    [navigate, raw],
  )
  return [search, change]
}
