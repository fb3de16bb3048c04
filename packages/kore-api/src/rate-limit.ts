/**
 * Rate limits of the admin calls, per account, both windows rolling. The status, the JSON shape and a `Retry-After` header
 * are not documented. Kore.ai docs: Rate Limits.
 */
export const documentedLimits = [
  { calls: 60, seconds: 60 },
  { calls: 1800, seconds: 3600 },
] as const

/** Matches every documented text of the rate limit. */
export const rateLimitText = /rate limit/i

export const minuteLimitMessage = "You've exceeded the per-minute rate limit. Please wait for sometime before retrying."
export const hourLimitMessage = "You've exceeded the hourly rate limit. Please wait for sometime before retrying."
