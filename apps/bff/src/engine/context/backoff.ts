const baseMs = 1000
const capMs = 60_000
/** The longest wait accepted from Kore.ai. */
const longestWaitFromKoreMs = 3_600_000

/**
 * Wait after the `failures`-th consecutive failure (from 1): full jitter over a doubling window. From the sixth on it
 * is at least half of the cap: an upstream that is down receives at most one probe in 30 s. Never shorter than
 * Kore.ai's own wait. `random` is in [0, 1).
 */
export function backoffMs(failures: number, random: number, retryAfterMs: number | null): number {
  const window = Math.min(capMs, baseMs * 2 ** Math.min(failures - 1, 16))
  const jittered = window < capMs ? random * window : capMs / 2 + (random * capMs) / 2
  const requested = retryAfterMs !== null && retryAfterMs > 0 ? Math.min(retryAfterMs, longestWaitFromKoreMs) : 0
  return Math.ceil(Math.max(jittered, requested))
}
