import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { sourceLanguage } from '@muster/core/language'

/** How the active language writes numbers and dates. */
const activeLocale = (): string => i18n.locales?.[0] ?? (i18n.locale || sourceLanguage)

/** A formatter for each language, made on first use. */
function inActiveLanguage<Formatter>(create: (locale: string) => Formatter): () => Formatter {
  const created = new Map<string, Formatter>()
  return () => {
    const locale = activeLocale()
    const formatter = created.get(locale) ?? create(locale)
    created.set(locale, formatter)
    return formatter
  }
}

const numbers = inActiveLanguage((locale) => new Intl.NumberFormat(locale))
const percents = inActiveLanguage(
  (locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
)
const relative = inActiveLanguage((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'long' }))
const dateTime = inActiveLanguage(
  (locale) =>
    new Intl.DateTimeFormat(locale, {
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      timeZoneName: 'short',
    }),
)
const monthAndDay = { month: 'short', day: 'numeric' } as const
const day = inActiveLanguage((locale) => new Intl.DateTimeFormat(locale, monthAndDay))
const date = inActiveLanguage((locale) => new Intl.DateTimeFormat(locale, { ...monthAndDay, year: 'numeric' }))
const calendarDay = inActiveLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { ...monthAndDay, year: 'numeric', timeZone: 'UTC' }),
)
const clock = inActiveLanguage((locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }))
const minute = inActiveLanguage((locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }))
const exact = inActiveLanguage((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' }))
const lists = inActiveLanguage((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }))
const series = inActiveLanguage((locale) => new Intl.ListFormat(locale, { type: 'unit' }))

/** 4812 → "4,812". */
export function formatNumber(value: number): string {
  return numbers().format(value)
}

/** A count that may be capped: "4,812" or "1,000+". */
export function formatCount(count: { readonly value: number; readonly capped: boolean }): string {
  return count.capped ? `${numbers().format(count.value)}+` : numbers().format(count.value)
}

/** 0.42 → "42%". */
export function formatShare(share: number): string {
  return percents().format(share)
}

/** "Nov 22, 2026, 2:18 AM GMT+1", in the user's time zone. Names the zone because users quote such times to others. */
export function formatTime(iso: string): string {
  return dateTime().format(new Date(iso))
}

/** "Nov 22", in the user's time zone, of a day in the last weeks. */
export function formatDay(iso: string): string {
  return day().format(new Date(iso))
}

/** "Nov 22, 2026", in the user's time zone. */
export function formatDate(iso: string): string {
  return date().format(new Date(iso))
}

/** "Nov 22, 2026" of a day without a time ("2026-11-22"), or of the day of UTC of a time. */
export function formatCalendarDay(iso: string): string {
  return calendarDay().format(new Date(iso))
}

/** "3:52:30 AM" today, with the date on any other day. */
export function formatClock(iso: string, nowMs: number): string {
  const at = new Date(iso)
  return at.toDateString() === new Date(nowMs).toDateString() ? clock().format(at) : dateTime().format(at)
}

/** "3:52 AM" today, with the date on any other day: for an estimate. */
export function formatMinute(iso: string, nowMs: number): string {
  const at = new Date(iso)
  return at.toDateString() === new Date(nowMs).toDateString() ? minute().format(at) : dateTime().format(at)
}

/** With weekday, seconds and time zone: for a title or a receipt. */
export function formatExactTime(iso: string): string {
  return exact().format(new Date(iso))
}

const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** "3 minutes ago", "in 2 hours", "just now"; beyond a week the date. `nowMs` is the user's clock. */
export function formatRelative(iso: string, nowMs: number): string {
  const seconds = Math.round((new Date(iso).getTime() - nowMs) / 1000)
  const distance = Math.abs(seconds)
  if (distance < 45) return seconds > 0 ? t`in a moment` : t`just now`
  if (distance > 7 * 86_400) return dateTime().format(new Date(iso))
  const [unit, size] = units.find(([, length]) => distance >= length) ?? ['minute', 60]
  return relative().format(Math.trunc(seconds / size) || Math.sign(seconds), unit)
}

/** 75 → "1 min 15 s", 4000 → "1 h 6 min". */
export function formatDuration(duration: number): string {
  const whole = Math.max(0, Math.round(duration))
  const seconds = whole % 60
  const minutes = Math.floor(whole / 60) % 60
  const hours = Math.floor(whole / 3_600)
  if (whole < 60) return t`${seconds} s`
  if (hours === 0) return seconds === 0 ? t`${minutes} min` : t`${minutes} min ${seconds} s`
  return minutes === 0 ? t`${hours} h` : t`${hours} h ${minutes} min`
}

/** "a, b, and c". */
export function formatList(parts: readonly string[]): string {
  return lists().format(parts)
}

/** "38 changed, 2 failed". */
export function formatSeries(parts: readonly string[]): string {
  return series().format(parts)
}
