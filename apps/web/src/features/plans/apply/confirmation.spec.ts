import { describe, expect, it } from 'vitest'
import { applyLabel, describeTarget, gravityOf, gravityWarning, shareInWords } from './confirmation.ts'

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

describe('what applying is called', () => {
  it.each([
    [{ update: 1, remove: 0, erase: 0 }, 1, 'edit', 'Apply to 1 user'],
    [{ update: 4812, remove: 0, erase: 0 }, 4812, 'edit', 'Apply to 4,812 users'],
    [{ update: 0, remove: 3, erase: 0 }, 3, 'removal', 'Remove 3 users'],
    [{ update: 0, remove: 0, erase: 1 }, 1, 'erasure', 'Queue erasure for 1 person'],
    [{ update: 5, remove: 3, erase: 0 }, 8, 'removal', 'Apply to 8 users'],
  ] as const)('%j with %d changes', (kinds, change, gravity, label) => {
    const plan = planOf(kinds, change)
    expect(gravityOf(plan)).toBe(gravity)
    expect(applyLabel(plan)).toBe(label)
    expect(label).toContain(describeTarget(plan))
    expect(gravityWarning(plan) === null).toBe(gravity === 'edit')
  })
})

describe('the share of the account', () => {
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
    [{ update: 8, remove: 0, erase: 0 }, 8, '0.4% of 2,000 users in the account'],
    [{ update: 1, remove: 0, erase: 0 }, 1, null],
    // The people erased are no users of the account.
    [{ update: 0, remove: 0, erase: 8 }, 8, null],
  ] as const)('of %j', (kinds, change, words) => {
    expect(shareInWords({ ...planOf(kinds, change), guard })).toBe(words)
  })
})
