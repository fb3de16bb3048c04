import type { Clock } from '../../clock.ts'

/** Requests a minute, as a token bucket that refills evenly. */
export interface RateLimit {
  /** Seconds to wait, or null if the request may pass. */
  take(key: string): number | null
}

const maxKeys = 20_000

interface Bucket {
  tokens: number
  at: number
}

/** One bucket for each key; with too many keys, full buckets are dropped first. */
export function createRateLimit(perMinute: number, clock: Clock): RateLimit {
  const buckets = new Map<string, Bucket>()
  const perMs = perMinute / 60_000
  const refilled = (bucket: Bucket, now: number) => Math.min(perMinute, bucket.tokens + (now - bucket.at) * perMs)
  const forget = (now: number) => {
    for (const [key, bucket] of buckets) if (refilled(bucket, now) >= perMinute) buckets.delete(key)
    if (buckets.size >= maxKeys) buckets.clear()
  }
  return {
    take(key) {
      const now = clock.monotonic()
      if (buckets.size >= maxKeys) forget(now)
      const bucket = buckets.get(key) ?? { tokens: perMinute, at: now }
      bucket.tokens = refilled(bucket, now)
      bucket.at = now
      buckets.set(key, bucket)
      if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perMs / 1000))
      bucket.tokens -= 1
      return null
    },
  }
}
