import { i18n } from '@lingui/core'
import { auditActions } from '@muster/core/audit/audit-line'
import { describe, expect, it } from 'vitest'
import { actionWords } from '../../ui/history/action-words.ts'
import { endOfDay, evidenceWords, otherOutcomeWords, startOfDay, verdictWords } from './audit-text.ts'

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
    const rest = { anchor: null, erased: 0, heads: 0, invalidHeads: 0, restores: 0 }
    expect(verdictWords({ intact: true, entries: 1, firstBad: null, fault: null, ...rest })).toContain(
      '1 entry checked',
    )
    const broken = verdictWords({ intact: false, entries: 9, firstBad: 4, fault: 'rebuilt', ...rest })
    expect(broken).toContain('first invalid entry is 4')
    expect(broken).toContain('contradicts a signed head')
  })
  it('tells what the signed heads prove', () => {
    const rest = { intact: true, entries: 9, firstBad: null, fault: null }
    expect(evidenceWords({ ...rest, anchor: null, erased: 0, heads: 0, invalidHeads: 0, restores: 0 })).toEqual([
      'No signed head confirms the chain yet. Muster signs one every five minutes.',
    ])
    const anchor = { seq: 7, hash: 'x', at: '2026-01-02T03:04:05.000Z' }
    expect(evidenceWords({ ...rest, anchor, erased: 2, heads: 3, invalidHeads: 1, restores: 1 })).toEqual([
      expect.stringMatching(/^3 signed heads confirm it up to entry 7, signed /),
      '1 line of the heads is not signed by a key of this installation.',
      '1 restore from a backup is on record: later entries of that time are lost.',
      'The personal fields of 2 entries are erased.',
    ])
  })
})

describe('otherOutcomeWords', () => {
  it('names an erasure and a refused sign-in, and shows the response to a script as recorded', () => {
    expect(otherOutcomeWords('needs_decision')).toBe('Decision needed')
    expect(otherOutcomeWords('refused')).toBe('Refused')
    expect(otherOutcomeWords('rate_limited')).toBe('rate limited')
  })
})
