import type { Clock } from '../../clock.ts'
import type { PageResult, UnreadableRecord } from './ports.ts'

type Stopped = Exclude<PageResult<unknown>, { kind: 'page' }>

/** A page with its items ready to store, or the reason there is none. */
export type Answer =
  | Stopped
  | {
      readonly kind: 'page'
      readonly count: number
      readonly total: number | null
      readonly next: string | null
      readonly unreadable: readonly UnreadableRecord[]
      readonly detailsFailure: string | null
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
): Promise<Answer> {
  let answer = await read()
  for (const waitMs of waitsMs) {
    if (!mayPass(answer, isWithoutDetails)) break
    const askedMs = answer.kind === 'failed' ? answer.retryAfterMs : null
    await clock.sleep(Math.min(askedMs ?? waitMs, maxWaitMs), signal)
    answer = await read()
  }
  if (answer.kind !== 'page') return answer
  const { items, total, next, unreadable, detailsFailure = null } = answer
  const count = items.length + unreadable.filter(({ isOmitted }) => isOmitted).length
  return { kind: 'page', count, unreadable, total, next, detailsFailure, save: (readAt) => save(items, readAt) }
}

function mayPass(answer: PageResult<unknown>, isWithoutDetails: boolean): boolean {
  if (answer.kind === 'page') return !isWithoutDetails && (answer.detailsFailure ?? null) !== null
  return answer.kind === 'failed' && !answer.isPersistent && answer.cause !== 'credential_rejected'
}
