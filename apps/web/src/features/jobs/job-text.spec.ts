import { describe, expect, it } from 'vitest'
import { causeLook, causeStatus, resolvedCauseWords } from './fixes/cause-status.ts'
import { finality, isUnresolved, stateWords, undoneWords } from './job-text.ts'
import { cancelFacts } from './progress/cancel-text.ts'
import { chainSteps, chainTotals } from './progress/chain-text.ts'
import { waitingWords } from './progress/waiting-text.ts'

const none = { changed: 0, unchanged: 0, skipped: 0, failed: 0, not_attempted: 0, unknown: 0, pending: 0 }

const updates = { update: 1, remove: 0, erase: 0 }
const erasures = { update: 0, remove: 0, erase: 2 }

describe('isUnresolved', () => {
  const over = { state: 'done', resolved: null, open: 1 } as const
  it('is true for an ended job with open failures', () => {
    expect(isUnresolved(over)).toBe(true)
  })
  it('is false once the report is resolved', () => {
    expect(isUnresolved({ ...over, resolved: { at: '2026-01-01T00:00:00Z', by: 'ana', note: '' } })).toBe(false)
  })
  it('is false while the job runs', () => {
    expect(isUnresolved({ ...over, state: 'running' })).toBe(false)
  })
  it('is false once every failure is retried or dismissed', () => {
    expect(isUnresolved({ ...over, open: 0 })).toBe(false)
  })
})

describe('undoneWords', () => {
  it.each([
    [0, 'Undo in progress'],
    [54, '54 of 55 undone'],
    [55, 'Undone'],
  ])('%d of 55: %s', (undone, words) => {
    expect(undoneWords({ undone, counts: { ...none, changed: 55 } })).toBe(words)
  })
})

describe('waitingWords', () => {
  it('counts people for erasures', () => {
    expect(waitingWords({ reason: 'call_budget', users: 1 }, erasures)).toBe(
      'The call budget is used up. 1 person is waiting.',
    )
    expect(cancelFacts({ kinds: erasures, counts: { ...none, pending: 2 } }).left[0]).toBe(
      'Up to 2 people will not be attempted.',
    )
  })
  const until = '2026-11-28T03:52:30.000Z'
  it.each([
    ['lost_responses', 24, 'Responses were lost, so Muster checks the outcomes. 24 users are waiting.'],
    ['lost_responses', 1, 'Responses were lost, so Muster checks the outcomes. 1 user is waiting.'],
    ['rate_limit', 2, 'Kore.ai limits the rate of calls. 2 users are waiting.'],
    ['call_budget', 2, 'The call budget is used up. 2 users are waiting.'],
    ['other_job', 2, 'Another job is changing the same users. 2 users are waiting.'],
    ['kore_unreachable', 2, 'Kore.ai is unreachable. 2 users are waiting.'],
  ] as const)('explains %s for %d: %s', (reason, users, words) => {
    expect(stateWords({ state: 'running', waiting: { reason, until, users } }).label).toBe('Waiting')
    expect(waitingWords({ reason, users }, updates)).toBe(words)
  })
  it('is paused while Kore.ai refuses the credential', () => {
    expect(stateWords({ state: 'paused', waiting: { reason: 'credential', until: null, users: 2 } }).label).toBe(
      'Paused',
    )
    expect(waitingWords({ reason: 'credential', users: 2 }, updates)).toBe(
      'Kore.ai refused the credential. The job continues when the credential works. 2 users are waiting.',
    )
  })
})

describe('finality', () => {
  it.each([
    [
      { update: 0, remove: 2, erase: 0 },
      'A removal cannot be undone. Invite removed users in the Kore.ai admin console.',
    ],
    [{ update: 0, remove: 0, erase: 2 }, 'An erasure cannot be undone.'],
  ])('%j: %s', (jobKinds, words) => {
    expect(finality({ kinds: jobKinds })).toBe(words)
  })
})

describe('causeStatus', () => {
  it.each([
    [{ count: 3, open: 3, dismissed: 0, skipped: 0 }, 'open', 'open'],
    [{ count: 3, open: 3, dismissed: 0, skipped: 3 }, 'skipped', 'skipped'],
    [{ count: 3, open: 3, dismissed: 0, skipped: 1 }, 'open, 1 skipped', 'open'],
    [{ count: 3, open: 1, dismissed: 1, skipped: 0 }, '1 open', 'open'],
    [{ count: 3, open: 0, dismissed: 0, skipped: 3 }, 'all retried', 'resolved'],
    [{ count: 3, open: 0, dismissed: 3, skipped: 0 }, 'all dismissed', 'resolved'],
    [{ count: 3, open: 0, dismissed: 1, skipped: 0 }, 'all retried or dismissed', 'resolved'],
  ])('%j: %s, shown as %s', (group, words, look) => {
    expect(causeStatus(group)).toBe(words)
    expect(causeLook(group)).toBe(look)
  })
})

describe('resolvedCauseWords', () => {
  it.each([
    [0, 'All failures with this cause were retried.'],
    [3, 'All failures with this cause were dismissed.'],
    [1, 'All failures with this cause were retried or dismissed.'],
  ])('for %d of 3 dismissed: %s', (dismissed, words) => {
    expect(resolvedCauseWords({ count: 3, dismissed })).toBe(words)
  })
})

describe('cancelFacts', () => {
  const kinds = { update: 1, remove: 0, erase: 0 }
  it('lists what is done and what will not be attempted', () => {
    const facts = cancelFacts({ kinds, counts: { ...none, changed: 1, unknown: 2, pending: 1200 } })
    expect(facts.done).toEqual([
      '1 user changed. The change remains.',
      '2 users were sent without a response. Muster still checks the outcomes.',
    ])
    expect(facts.left[0]).toBe('Up to 1,200 users will not be attempted.')
  })
  it('covers a job that has done nothing', () => {
    expect(cancelFacts({ kinds, counts: { ...none, pending: 3 } }).done).toEqual(['No change has been processed yet.'])
  })
})

describe('chainSteps and chainTotals', () => {
  const chain = [
    {
      jobId: 'a',
      title: 'Give Tester',
      at: '2026-01-01T00:00:00Z',
      counts: { ...none, changed: 38, failed: 2 },
      undone: 0,
      undoneBy: null,
    },
    {
      jobId: 'b',
      title: 'Retry',
      at: '2026-01-01T01:00:00Z',
      counts: { ...none, changed: 1, failed: 1 },
      undone: 0,
      undoneBy: null,
    },
  ]
  it('name the runs in order', () => {
    expect(chainSteps(chain).map((step) => [step.name, step.requested, step.sentence])).toEqual([
      ['First run', 40, '38 changed, 2 failed'],
      ['Retry 1', 2, '1 changed, 1 failed'],
    ])
  })
  it('count each user once: the totals add up to the first run', () => {
    const totals = { ...none, changed: 39, failed: 1 }
    expect(chainTotals(totals, updates)).toBe('40 users: 39 changed, 1 failed')
  })
})
