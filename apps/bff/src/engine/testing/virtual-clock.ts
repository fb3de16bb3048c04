import { setImmediate as macrotask } from 'node:timers/promises'
import type { Clock } from '../../clock.ts'

export interface VirtualClock extends Clock {
  /**
   * Advances time, one sleeper after the other, until `done`, nothing sleeps or `limitMs` passed. Throws when time does
   * not advance: a loop retries without waiting.
   */
  runUntil(done: () => boolean, limitMs: number): Promise<void>
}

interface Sleeper {
  readonly at: number
  readonly order: number
  readonly wake: () => void
}

/** Most wake-ups in one millisecond. */
const mostWakes = 5000

/** Time that jumps from one sleeper to the next: hours take milliseconds, and the same seed gives the same order. */
export function createVirtualClock(start = 1_700_000_000_000): VirtualClock {
  let now = start
  let order = 0
  const sleepers = new Set<Sleeper>()
  const earliest = () => {
    let first: Sleeper | undefined
    for (const one of sleepers)
      if (first === undefined || one.at < first.at || (one.at === first.at && one.order < first.order)) first = one
    return first
  }
  return {
    now: () => now,
    monotonic: () => now - start,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const leave = () => {
          sleepers.delete(sleeper)
          reject(new Error('aborted'))
        }
        const wake = () => {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', leave)
          resolve()
        }
        const sleeper: Sleeper = { at: now + Math.max(0, ms), order: (order += 1), wake }
        if (signal?.aborted === true) {
          reject(new Error('aborted'))
          return
        }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', leave, { once: true })
      }),
    runUntil: async (done, limitMs) => {
      const end = now + limitMs
      let wakesNow = 0
      for (;;) {
        await macrotask()
        const next = earliest()
        if (done() || next === undefined || next.at > end) return
        wakesNow = next.at === now ? wakesNow + 1 : 0
        if (wakesNow > mostWakes) throw new Error('the time does not advance: a loop keeps waking')
        now = next.at
        next.wake()
      }
    },
  }
}
