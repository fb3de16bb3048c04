const baseMs = 1000
const capMs = 60_000
/** What Kore.ai says about waiting is believed up to here. */
const longestAskedMs = 3_600_000

/**
 * How long to wait after the `failures`-th failure in a row (from 1): full jitter over a doubling window, and from the
 * sixth on never under half of the cap, so that a dead upstream meets at most one probe in 30 s. Never earlier than
 * Kore.ai asked. `random` is in [0, 1).
 */
export function backoffMs(failures: number, random: number, retryAfterMs: number | null): number {
  const window = Math.min(capMs, baseMs * 2 ** Math.min(failures - 1, 16))
  const jittered = window < capMs ? random * window : capMs / 2 + (random * capMs) / 2
  const requested = retryAfterMs !== null && retryAfterMs > 0 ? Math.min(retryAfterMs, longestAskedMs) : 0
  return Math.ceil(Math.max(jittered, requested))
}
