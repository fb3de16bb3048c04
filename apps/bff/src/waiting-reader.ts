import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate } from 'node:timers/promises'

const current = new AsyncLocalStorage<boolean>()
let reading = 0
let lastRead = Number.NEGATIVE_INFINITY
let ended = Promise.withResolvers<void>()

/** Runs the reads of a page that a member waits for. Where statements wait for each other, these go before background work. */
export async function forWaitingReader<T>(work: () => Promise<T>): Promise<T> {
  reading += 1
  try {
    return await current.run(true, work)
  } finally {
    reading -= 1
    lastRead = performance.now()
    if (reading === 0) {
      ended.resolve()
      ended = Promise.withResolvers()
    }
  }
}

/** A member who reads a page mostly reads the next one within this time. */
const readsOnMs = 2000

/** How much less background work does at once while members read pages. */
const smaller = 4

/** Whether the current work is a read that a member waits for. */
export const isReaderWaiting = (): boolean => current.getStore() ?? false

/** The size of a piece of background work: the pages that members read wait for one. */
export function pieceOf(most: number): number {
  const isRead = !isReaderWaiting() && (reading > 0 || performance.now() - lastRead < readsOnMs)
  return isRead ? Math.ceil(most / smaller) : most
}

/** Background work continues after this. */
const longestMs = 25

/**
 * Serves requests between two pieces of background work that keeps this thread busy, and the pages that
 * members wait for end first.
 */
export async function yieldToReaders(): Promise<void> {
  await setImmediate()
  if (reading === 0) return
  let timer: NodeJS.Timeout | undefined
  const expired = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, longestMs)
  })
  await Promise.race([ended.promise, expired])
  clearTimeout(timer)
}
