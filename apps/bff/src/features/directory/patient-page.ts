import type { Clock } from '../../clock.ts'
import type { PageResult } from './ports.ts'

type Stopped = Exclude<PageResult<unknown>, { kind: 'page' }>

/** A page with its items ready to be kept, or why there is none. */
export type Answer =
  | Stopped
  | {
      readonly kind: 'page'
      readonly count: number
      readonly total: number | null
      readonly next: string | null
      readonly save: (readAt: number) => Promise<void>
    }

/** Waits between tries, in milliseconds, where Kore.ai names none. */
const waitsMs = [2000, 10_000, 30_000]
const longestWaitMs = 120_000

/** Asks for a page, and again a few times when that may help. */
export async function patientPage<T>(
  read: () => Promise<PageResult<T>>,
  save: (items: readonly T[], readAt: number) => Promise<void>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Answer> {
  let answer = await read()
  for (const waitMs of waitsMs) {
    if (answer.kind !== 'failed' || answer.cause === 'credential_rejected') break
    await clock.sleep(Math.min(answer.retryAfterMs ?? waitMs, longestWaitMs), signal)
    answer = await read()
  }
  if (answer.kind !== 'page') return answer
  const { items, total, next } = answer
  return { kind: 'page', count: items.length, total, next, save: (readAt) => save(items, readAt) }
}
