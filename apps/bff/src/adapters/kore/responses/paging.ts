import { count, member } from './json-value.ts'

/** The number in a cursor; 0 for a missing or malformed one. */
export function pageNumber(cursor: string | null): number {
  return cursor !== null && /^[0-9]{1,9}$/.test(cursor) ? Number(cursor) : 0
}

export function fresh(seen: Set<string>, id: string): boolean {
  if (seen.has(id)) return false
  seen.add(id)
  return true
}

/** A page of a list, as read. */
interface ReadPage {
  /** Its records. */
  readonly entries: readonly unknown[]
  /** Keys of those that no earlier page had. */
  readonly newKeys: readonly unknown[]
  /** Distinct records of all pages so far. */
  readonly known: number
}

/**
 * The reported total of a list, and whether to read another page: never after a page without new records (an ignored
 * `offset` would loop forever). Otherwise `availableMore` or `moreAvailable` decides. A total no larger than the page,
 * where more may follow, is not of the list but of the page. A total that contradicts the records does not end a list.
 */
export function pageEnd(
  response: unknown,
  { entries, newKeys, known }: ReadPage,
): { readonly total: number | null; readonly hasMore: boolean } {
  const more = member(response, 'availableMore') ?? member(response, 'moreAvailable')
  const reported = count(member(response, 'total')) ?? null
  const isOfPage = reported !== null && reported <= entries.length && more !== false
  const total = isOfPage ? null : reported
  const isWhole = more === false ? total === null || known >= total : more !== true && known === total
  return { total, hasMore: newKeys.length > 0 && !isWhole }
}
