import type { Message } from '@muster/core/text/message'
import type { Clock } from '../../clock.ts'
import type { PageResult, UnreadableRecord } from './ports.ts'

type Stopped = Exclude<PageResult<unknown>, { kind: 'page' }>

/** A page with its items ready to store, or the reason there is none. */
export type PageResponse =
  | Stopped
  | {
      readonly kind: 'page'
      readonly count: number
      readonly total: number | null
      readonly next: string | null
      readonly unreadable: readonly UnreadableRecord[]
      readonly detailsFailure: Message | null
      readonly save: (readAt: number) => Promise<void>
    }

export interface RetryState {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly isWithoutDetails: boolean
}

/** Delays between retries in milliseconds, if Kore.ai names none. */
const waitsMs = [2000, 10_000, 30_000]
const maxWaitMs = 120_000

/**
 * Reads a page, with a few retries if waiting may help. `isWithoutDetails`: retries for user details on an earlier
 * page failed, so this page is kept as listed.
 */
export async function retryPage<T>(
  read: () => Promise<PageResult<T>>,
  save: (items: readonly T[], readAt: number) => Promise<void>,
  { clock, signal, isWithoutDetails }: RetryState,
): Promise<PageResponse> {
  let response = await read()
  for (const waitMs of waitsMs) {
    if (!mayPass(response, isWithoutDetails)) break
    const requestedMs = response.kind === 'failed' ? response.retryAfterMs : null
    await clock.sleep(Math.min(requestedMs ?? waitMs, maxWaitMs), signal)
    response = await read()
  }
  if (response.kind !== 'page') return response
  const { items, total, next, unreadable, detailsFailure = null } = response
  const count = items.length + unreadable.filter(({ isOmitted }) => isOmitted).length
  return { kind: 'page', count, unreadable, total, next, detailsFailure, save: (readAt) => save(items, readAt) }
}

function mayPass(response: PageResult<unknown>, isWithoutDetails: boolean): boolean {
  if (response.kind === 'page') return !isWithoutDetails && (response.detailsFailure ?? null) !== null
  return response.kind === 'failed' && !response.isPersistent && response.cause !== 'credential_rejected'
}
