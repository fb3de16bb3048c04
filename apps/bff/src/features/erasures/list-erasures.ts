import type { ErasureEntry } from '@muster/contracts/erasures'
import { message } from '@muster/wording/message'
import { idOf, pageOf } from '../../http/request/cursor.ts'
import { ProblemError } from '../../problem-error.ts'
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
  const found = await deps.erasures.list(filter, { before: idOf(cursor), limit: limit + 1 })
  return pageOf(found, limit, ({ id }) => id)
}

/** One request. Throws `not_found`. */
export async function getErasure(deps: { erasures: ErasureStore }, id: string): Promise<ErasureEntry> {
  const erasure = await deps.erasures.get(id)
  if (erasure === null) throw new ProblemError('not_found', message('problem.no_erasure'))
  return erasure
}
