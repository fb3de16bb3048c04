import type { ErasureEntry } from '@muster/contracts/erasures'
import { ProblemError } from '../../http/problem-error.ts'
import type { ErasureStore } from './ports.ts'

/** A page of requests, newest first. The cursor is the id of the last one shown. */
export async function listErasures(
  deps: { erasures: ErasureStore },
  input: {
    state?: ErasureEntry['state'] | undefined
    q?: string | undefined
    cursor?: string | undefined
    limit: number
  },
) {
  const { cursor, limit, ...filter } = input
  const found = await deps.erasures.list(filter, { before: cursor ?? null, limit: limit + 1 })
  const items = found.slice(0, limit)
  return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** One request. Throws `not_found`. */
export async function getErasure(deps: { erasures: ErasureStore }, id: string): Promise<ErasureEntry> {
  const erasure = await deps.erasures.get(id)
  if (erasure === null)
    throw new ProblemError('not_found', 'There is no such erasure request. Open the list of erasures.')
  return erasure
}
