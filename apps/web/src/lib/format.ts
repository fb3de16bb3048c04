const numbers = new Intl.NumberFormat('en')
const percents = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 })
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' })
const dateTime = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })
const clock = new Intl.DateTimeFormat('en', { timeStyle: 'medium' })
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'long' })

/** 4812 → "4,812". */
export function formatNumber(value: number): string {
  return numbers.format(value)
}

/** A count that may be capped: "4,812" or "10,000+". */
export function formatCount(count: { readonly value: number; readonly capped: boolean }): string {
  return count.capped ? `${numbers.format(count.value)}+` : numbers.format(count.value)
}

/** "1 user", "4,812 users". */
export function formatPlural(value: number, one: string, many = `${one}s`): string {
  return `${numbers.format(value)} ${value === 1 ? one : many}`
}

/** 0.42 → "42%". */
export function formatShare(share: number): string {
  return percents.format(share)
}

/** "Nov 22, 2026, 2:18 AM", in the reader's time zone. */
export function formatTime(iso: string): string {
  return dateTime.format(new Date(iso))
}

/** "3:52:30 AM" today, with the date on any other day. */
export function formatClock(iso: string, nowMs: number): string {
  const date = new Date(iso)
  return date.toDateString() === new Date(nowMs).toDateString() ? clock.format(date) : dateTime.format(date)
}

/** With weekday, seconds and time zone: for a title or a receipt. */
export function formatExactTime(iso: string): string {
  return exact.format(new Date(iso))
}

const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** "3 minutes ago", "in 2 hours", "just now"; beyond a week the date. `nowMs` is the reader's clock. */
export function formatRelative(iso: string, nowMs: number): string {
  const seconds = Math.round((new Date(iso).getTime() - nowMs) / 1000)
  const distance = Math.abs(seconds)
  if (distance < 45) return seconds > 0 ? 'in a moment' : 'just now'
  if (distance > 7 * 86_400) return dateTime.format(new Date(iso))
  const [unit, size] = units.find(([, length]) => distance >= length) ?? ['minute', 60]
  return relative.format(Math.trunc(seconds / size) || Math.sign(seconds), unit)
}

/** 75 → "1 min 15 s", 4000 → "1 h 6 min". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3_600) return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`
  const minutes = Math.floor((whole % 3_600) / 60)
  return minutes === 0 ? `${Math.floor(whole / 3_600)} h` : `${Math.floor(whole / 3_600)} h ${minutes} min`
}
