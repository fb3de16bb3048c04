const longest = 3_600_000

/**
 * Milliseconds of a `Retry-After` header, seconds or an HTTP date, clamped to an hour; null if missing or malformed.
 * A date in the past counts as malformed: it would mean an immediate retry against a server that just refused.
 */
export function parseRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null
  const value = header.trim()
  if (/^[0-9]+$/.test(value)) return clamp(Number(value) * 1_000)
  // The current form and the two obsolete ones a recipient must accept; the last has no zone and means GMT.
  if (!/^(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? /.test(value)) return null
  const at = Date.parse(value.endsWith(' GMT') ? value : `${value} GMT`)
  return Number.isNaN(at) ? null : clamp(at - now)
}

function clamp(ms: number): number | null {
  return ms > 0 ? Math.min(ms, longest) : null
}
