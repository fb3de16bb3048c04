import type { Clock } from '../../clock.ts'

/** How old a read may be when the call that was judged by it leaves. */
export interface ReadAges {
  /** `readAt`: when the read left, by the monotonic clock. `times`: how often a read of the same user was too old. */
  isTooOld(readAt: number, times: number): boolean
}

/**
 * `mostMs` at first. Where calls wait longer, each further read of a user may be twice as old: a slow Kore.ai must get
 * it in the end. Later reads of the run begin with the age that was needed, or each call would be read several times.
 * That is over once no call needs it for as long.
 */
export function createReadAges(clock: Pick<Clock, 'monotonic'>, mostMs: number): ReadAges {
  const needed = { times: 0, since: 0, last: 0 }
  return {
    isTooOld: (readAt, times) => {
      const now = clock.monotonic()
      const age = now - readAt
      // Reads from before do not count: after an outage, all of them would be too old, and each would allow more.
      const isLater = readAt >= needed.since
      const isTooOld = age > mostMs * 2 ** Math.max(times, isLater ? needed.times : 0)
      if (isTooOld && isLater) Object.assign(needed, { times: needed.times + 1, since: now })
      if (age > mostMs) needed.last = now
      else if (now - needed.last > mostMs * 2 ** needed.times) needed.times = 0
      return isTooOld
    },
  }
}

/** When a read leaves: its wait for the budget makes what it shows no older. Without a call, when it began. */
export function createLeaveTime(clock: Pick<Clock, 'monotonic'>) {
  let at = clock.monotonic()
  let hasLeft = false
  return {
    at: () => at,
    beforeSend: async () => {
      if (!hasLeft) at = clock.monotonic()
      hasLeft = true
    },
  }
}
