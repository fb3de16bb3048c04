import { useLocation, useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { buildUrl } from './url.ts'

/** A change of a page's search; undefined removes a part. */
export type AddressChange<S> = { readonly [K in keyof S]?: S[K] | undefined }

/** Changes parts of the page's search in the URL. `search` is what `useSearch` returns for the page's route. */
export function useChangeSearch<S extends object>(search: S): (change: AddressChange<S>) => void {
  const pathname = useLocation({ select: (location) => location.pathname })
  const navigate = useNavigate()
  return useCallback(
    (change) =>
      void navigate({
        href: buildUrl(encodeURI(pathname), {}, { ...search, ...change }),
        replace: true,
        resetScroll: false,
      }),
    [navigate, pathname, search],
  )
}
