import { describe, expect, it } from 'vitest'
import { applyLabel, describeTarget, irreversibleWarning, severityOf, shareWords } from './confirmation.ts'

const planOf = (kinds: { update: number; remove: number; erase: number }, change: number) => ({
  summary: {
    total: change,
    kinds,
    dispositions: { change, unchanged: 0, blocked: 0 },
    effects: [],
    blockers: {},
    warnings: {},
  },
})

describe('applyLabel', () => {
  it.each([
    [{ update: 1, remove: 0, erase: 0 }, 1, 'edit', 'Apply to 1 user'],
    [{ update: 4812, remove: 0, erase: 0 }, 4812, 'edit', 'Apply to 4,812 users'],
    [{ update: 0, remove: 3, erase: 0 }, 3, 'removal', 'Remove 3 users'],
    [{ update: 0, remove: 0, erase: 1 }, 1, 'erasure', 'Queue erasure for 1 person'],
    [{ update: 5, remove: 3, erase: 0 }, 8, 'removal', 'Apply to 8 users'],
  ] as const)('%j with %d changes', (kinds, change, severity, label) => {
    const plan = planOf(kinds, change)
    expect(severityOf(plan)).toBe(severity)
    expect(applyLabel(plan)).toBe(label)
    expect(label).toContain(describeTarget(plan))
    expect(irreversibleWarning(plan) === null).toBe(severity === 'edit')
  })
})

describe('shareWords', () => {
  const guard = {
    accountUsers: 2000,
    touched: 0,
    percent: 0.4,
    withToday: false,
    refusal: null,
    startsInSeconds: 0,
    only: null,
  }
  it.each([
    [{ update: 8, remove: 0, erase: 0 }, 8, '0.4% of 2,000 users in the account in the last 24 hours'],
    [{ update: 1, remove: 0, erase: 0 }, 1, null],
    // Erased people are not users of the account.
    [{ update: 0, remove: 0, erase: 8 }, 8, null],
  ] as const)('of %j', (kinds, change, words) => {
    expect(shareWords({ ...planOf(kinds, change), guard })).toBe(words)
  })
})
