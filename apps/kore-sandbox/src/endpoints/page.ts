import { largestPage } from '@muster/kore-api/groups'

/** A whole number from a query, or `otherwise`, also for text that is not a number. */
export function wholeNumber(text: string | null, otherwise: number): number {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : otherwise
}

/** Page `offset` of `limit` (at most 50), with Kore.ai's paging fields. */
export function pageOf<T>(items: readonly T[], query: URLSearchParams) {
  const limit = Math.min(Math.max(wholeNumber(query.get('limit'), largestPage), 1), largestPage)
  const start = wholeNumber(query.get('offset'), 0) * limit
  const page = items.slice(start, start + limit)
  return { total: items.length, availableMore: start + page.length < items.length, page }
}
