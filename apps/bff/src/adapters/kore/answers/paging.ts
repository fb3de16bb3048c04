import { member } from './json-value.ts'

/** Number in a cursor; 0 for none or nonsense. */
export function pageNumber(cursor: string | null): number {
  return cursor !== null && /^[0-9]{1,9}$/.test(cursor) ? Number(cursor) : 0
}

export function fresh(seen: Set<string>, id: string): boolean {
  if (seen.has(id)) return false
  seen.add(id)
  return true
}

/**
 * Whether to ask for another page: never after one that brought nothing new (an ignored `offset` would loop for ever), nor
 * when all are there; `availableMore` or `moreAvailable` decides otherwise, and without either we look.
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
