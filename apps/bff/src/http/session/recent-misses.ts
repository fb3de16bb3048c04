import type { Clock } from '../../clock.ts'

const missMs = 10_000
const maxMisses = 20_000

/**
 * Look-ups that found nothing, for ten seconds: a client that repeats an ended session or token is not looked up each time.
 * `find` is only called for bearers of this installation, so strangers cannot fill it.
 */
export function createRecentMisses(clock: Clock) {
  const missedAt = new Map<string, number>()
  return async <T>(id: string, find: () => Promise<T | null>): Promise<T | null> => {
    const now = clock.monotonic()
    const missed = missedAt.get(id)
    if (missed !== undefined && now - missed < missMs) return null
    const found = await find()
    if (found !== null) {
      missedAt.delete(id)
      return found
    }
    if (missedAt.size >= maxMisses) missedAt.clear()
    missedAt.set(id, now)
    return null
  }
}
