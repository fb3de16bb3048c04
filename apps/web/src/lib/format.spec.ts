import { describe, expect, it, vi } from 'vitest'
import {
  formatCalendarDay,
  formatClock,
  formatCount,
  formatDate,
  formatDuration,
  formatExactTime,
  formatRelative,
  formatTime,
} from './format.ts'

const now = Date.parse('2026-11-22T12:00:00Z')

describe('format', () => {
  it.each([
    [{ value: 4812, capped: false }, '4,812'],
    [{ value: 10_000, capped: true }, '10,000+'],
  ])('a count %j is %s', (count, text) => {
    expect(formatCount(count)).toBe(text)
  })

  it.each([
    ['2026-11-22T11:59:40Z', 'just now'],
    ['2026-11-22T12:00:20Z', 'in a moment'],
    ['2026-11-22T11:59:10Z', '1 minute ago'],
    ['2026-11-22T11:57:01Z', '2 minutes ago'],
    ['2026-11-22T10:00:00Z', '2 hours ago'],
    ['2026-11-21T12:00:00Z', 'yesterday'],
    ['2026-11-23T13:00:00Z', 'tomorrow'],
  ])('%s is %s', (iso, text) => {
    expect(formatRelative(iso, now)).toBe(text)
  })

  it('shows the date beyond a week', () => {
    expect(formatRelative('2026-10-01T12:00:00Z', now)).toContain('2026')
  })

  it.each([
    [0, '0 s'],
    [59.6, '1 min'],
    [75, '1 min 15 s'],
    [3600, '1 h'],
    [4000, '1 h 6 min'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text)
  })
})

describe('a day', () => {
  const inZone = <Value>(zone: string, of: () => Value): Value => {
    vi.stubEnv('TZ', zone)
    try {
      return of()
    } finally {
      vi.unstubAllEnvs()
    }
  }

  it.each(['America/Los_Angeles', 'Asia/Tokyo', 'UTC'])('of the calendar is the same in %s', (zone) => {
    expect(inZone(zone, () => formatCalendarDay('2026-05-01'))).toBe('May 1, 2026')
    // The end of the legal period.
    expect(inZone(zone, () => formatCalendarDay('2026-05-31T23:59:59.999Z'))).toBe('May 31, 2026')
  })

  it('names its year', () => {
    expect(formatDate('2023-11-22T12:00:00Z')).toBe('Nov 22, 2023')
  })
})

describe('a time', () => {
  const iso = '2026-11-22T11:59:10Z'
  const clockOf = (at: string) =>
    new Date(at).toLocaleTimeString('en', { hour: 'numeric', minute: '2-digit' }).replaceAll(/\s/g, ' ')
  const zoneOf = (at: string) =>
    new Intl.DateTimeFormat('en', { timeZoneName: 'short' })
      .formatToParts(new Date(at))
      .find(({ type }) => type === 'timeZoneName')?.value ?? 'no zone'
  const plain = (text: string) => text.replaceAll(/\s/g, ' ')

  it('is local, and names its zone if it has a date', () => {
    for (const text of [formatTime(iso), formatClock(iso, Date.parse('2026-12-01T00:00:00Z'))]) {
      expect(plain(text)).toContain(clockOf(iso))
      expect(text).toContain(zoneOf(iso))
    }
    expect(formatExactTime(iso)).toContain(zoneOf(iso))
  })

  it('of today is a clock alone', () => {
    expect(formatClock(iso, Date.parse(iso))).not.toContain('2026')
  })
})
