import { setTimeout as delay } from 'node:timers/promises'

/** Time as a dependency, so tests can control it. */
export interface Clock {
  /** Wall-clock milliseconds since 1970. */
  now(): number
  /** Monotonic milliseconds, for deadlines and windows. */
  monotonic(): number
  /** Resolves after `ms`; rejects when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (ms, signal) => {
    await delay(ms, undefined, signal === undefined ? {} : { signal })
  },
}
