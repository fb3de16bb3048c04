import { i18n } from '@lingui/core'
import { auditActions } from '@muster/core/audit/audit-line'
import { describe, expect, it } from 'vitest'
import { actionWords, endOfDay, otherOutcomeWords, startOfDay, verdictWords } from './audit-text.ts'

describe('audit words', () => {
  it('has a distinct label for every action', () => {
    const labels = auditActions.map((action) => i18n._(actionWords[action]))
    expect(labels.length).toBeGreaterThan(10)
    expect(new Set(labels).size).toBe(labels.length)
  })
  it('covers a day from its first to its last millisecond', () => {
    const from = startOfDay('2026-03-04')
    const to = endOfDay('2026-03-04')
    expect(Date.parse(to ?? '') - Date.parse(from ?? '')).toBe(24 * 3600 * 1000 - 1)
  })
  it.each(['', '04.03.2026', '2026-13-01'])('ignores the date %j', (date) => {
    expect(startOfDay(date)).toBeUndefined()
  })
  it('tells what to do when the chain is broken', () => {
    expect(verdictWords({ intact: true, entries: 1, firstBad: null })).toContain('1 entry checked')
    expect(verdictWords({ intact: false, entries: 9, firstBad: 4 })).toContain('first invalid entry is 4')
  })
})

describe('otherOutcomeWords', () => {
  it('names an erasure and a refused sign-in, and shows the response to a script as recorded', () => {
    expect(otherOutcomeWords('needs_person')).toBe('Decision needed')
    expect(otherOutcomeWords('refused')).toBe('Refused')
    expect(otherOutcomeWords('rate_limited')).toBe('rate limited')
  })
})
