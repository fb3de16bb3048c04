import { member } from './json-value.ts'

/** The number in a cursor; 0 for a missing or malformed one. */
export function pageNumber(cursor: string | null): number {
  return cursor !== null && /^[0-9]{1,9}$/.test(cursor) ? Number(cursor) : 0
}

export function fresh(seen: Set<string>, id: string): boolean {
  if (seen.has(id)) return false
  seen.add(id)
  return true
}

/**
 * Whether to read another page: never after a page without new items (an ignored `offset` would loop forever), nor
 * after the last item. Otherwise `availableMore` or `moreAvailable` decides; without either, read on.
 */
export function hasMore(
  answer: unknown,
  at: { readonly items: readonly unknown[]; readonly total: number | null; readonly seen: ReadonlySet<string> },
): boolean {
  if (at.items.length === 0) return false
  const more = member(answer, 'availableMore') ?? member(answer, 'moreAvailable')
  if (more === false) return false
  return more === true || at.total === null || at.seen.size < at.total
}
