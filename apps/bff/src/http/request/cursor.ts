import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'

/** The largest number of a row or item that the store can compare. */
const largestNumber = 2_147_483_647

/**
 * Cursors of lists. Each names the last entry of the previous page, so a page begins after it, regardless of added or
 * removed entries. A cursor that the list did not return is refused.
 */
export function numberOf(cursor: string | undefined, largest = largestNumber): number {
  if (cursor === undefined) return 0
  const number = /^\d{1,16}$/.test(cursor) ? Number(cursor) : Number.NaN
  if (number <= largest) return number
  throw foreignCursor()
}

/** The ID of the last entry; null for the first page. */
export function idOf(cursor: string | undefined): string | null {
  if (cursor === undefined || /^[0-9a-f-]{36}$/.test(cursor)) return cursor ?? null
  throw foreignCursor()
}

/** The sort keys of the last entry; null for the first page. `areKeys` accepts the keys of this list and order. */
export function keysOf(
  cursor: string | undefined,
  areKeys: (keys: readonly string[]) => boolean,
): readonly string[] | null {
  if (cursor === undefined) return null
  const keys = parsed(cursor)
  if (!Array.isArray(keys)) throw foreignCursor()
  const texts = keys.filter((key) => typeof key === 'string').map((key) => key.replaceAll('\0', ''))
  if (texts.length !== keys.length || !areKeys(texts)) throw foreignCursor()
  return texts
}

export function cursorOfKeys(keys: readonly string[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url')
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return null
  }
}

function foreignCursor(): ProblemError {
  return new ProblemError('invalid_request', message('problem.unknown_cursor'), {
    errors: [{ location: 'query.cursor', message: message('field.cursor') }],
  })
}

/** A page of entries. The query reads one more than `limit`, to detect a following page. */
export function pageOf<T>(
  found: readonly T[],
  limit: number,
  cursorOf: (last: T) => string,
): { readonly items: readonly T[]; readonly next: string | null } {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, next: found.length > limit && last !== undefined ? cursorOf(last) : null }
}
