interface CursorPages {
  readonly initialPageParam: string | null
  readonly getNextPageParam: (page: { readonly next: string | null }) => string | null
}

/** What every query of a paged list shares: the first page has no cursor, each page has that of the next one. */
export const cursorPages: CursorPages = { initialPageParam: null, getNextPageParam: ({ next }) => next }

/** The cursor as a part of a request. */
export const cursorOf = (cursor: string | null) => (cursor === null ? {} : { cursor })
