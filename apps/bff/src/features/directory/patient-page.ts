import type { Clock } from '../../clock.ts'
import type { PageResult, UnreadableRecord } from './ports.ts'

type Stopped = Exclude<PageResult<unknown>, { kind: 'page' }>

/** A page with its items ready to be kept, or why there is none. */
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

export interface Patience {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly isWithoutDetails: boolean
}

/** Waits between tries, in milliseconds, where Kore.ai names none. */
const waitsMs = [2000, 10_000, 30_000]
const longestWaitMs = 120_000

/**
 * Reads a page, and retries a few times where waiting may help. `isWithoutDetails`: an earlier page was retried in vain
 * for the details of its users, so this one is taken as listed.
 */
export async function patientPage<T>(
  read: () => Promise<PageResult<T>>,
  save: (items: readonly T[], readAt: number) => Promise<void>,
  { clock, signal, isWithoutDetails }: Patience,
): Promise<Answer> {
  let answer = await read()
  for (const waitMs of waitsMs) {
    if (!mayPass(answer, isWithoutDetails)) break
    const askedMs = answer.kind === 'failed' ? answer.retryAfterMs : null
    await clock.sleep(Math.min(askedMs ?? waitMs, longestWaitMs), signal)
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
