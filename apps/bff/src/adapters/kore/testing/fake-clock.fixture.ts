import type { Clock } from '../../../clock.ts'

export interface FakeClock extends Clock {
  /** Advances time, wakes sleepers in order, and lets the work they started run. */
  advance(ms: number): Promise<void>
}

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

/** A clock that advances only on request. */
export function createFakeClock(start = 1_700_000_000_000): FakeClock {
  let now = start
  let sleepers: Sleeper[] = []
  return {
    now: () => now,
    monotonic: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { at: now + ms, wake: resolve }
        sleepers.push(sleeper)
        const cancel = () => {
          sleepers = sleepers.filter((other) => other !== sleeper)
          reject(new Error('aborted'))
        }
        if (signal?.aborted === true) cancel()
        else signal?.addEventListener('abort', cancel, { once: true })
      }),
    advance: async (ms) => {
      const until = now + ms
      await runMicrotasks()
      for (;;) {
        const [next] = sleepers.toSorted((a, b) => a.at - b.at)
        if (next === undefined || next.at > until) break
        sleepers = sleepers.filter((other) => other !== next)
        now = Math.max(now, next.at)
        next.wake()
        await runMicrotasks()
      }
      now = until
      await runMicrotasks()
    },
  }
}

async function runMicrotasks(): Promise<void> {
  for (let i = 0; i < 40; i += 1) await Promise.resolve()
}
