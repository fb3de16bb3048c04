import { describe, expect, it } from 'vitest'
import { causeLook, causeStatus } from './fixes/cause-status.ts'
import { finality, isUnresolved, stateWords, undoneWords } from './job-words.ts'
import { cancelFacts } from './progress/cancel-words.ts'
import { chainSentence, chainSteps } from './progress/chain-words.ts'
import { waitingWords } from './progress/waiting-words.ts'

const none = { changed: 0, unchanged: 0, skipped: 0, failed: 0, not_attempted: 0, unknown: 0, pending: 0 }

const updates = { update: 1, remove: 0, erase: 0 }
const erasures = { update: 0, remove: 0, erase: 2 }

describe('isUnresolved', () => {
  const over = { state: 'done', resolved: null, open: 1 } as const
  it('is so while failures wait for a person', () => {
    expect(isUnresolved(over)).toBe(true)
  })
  it('ends when somebody dealt with it', () => {
    expect(isUnresolved({ ...over, resolved: { at: '2026-01-01T00:00:00Z', by: 'ana', note: '' } })).toBe(false)
  })
  it('is not so while the job runs', () => {
    expect(isUnresolved({ ...over, state: 'running' })).toBe(false)
  })
  it('is not so once everybody was asked again or left out', () => {
    expect(isUnresolved({ ...over, open: 0 })).toBe(false)
  })
})

describe('how much is undone', () => {
  it.each([
    [0, 'being undone'],
    [54, '54 of 55 undone'],
    [55, 'undone'],
  ])('%d of 55: %s', (undone, words) => {
    expect(undoneWords({ undone, counts: { ...none, changed: 55 } })).toBe(words)
  })
})

describe('a job that can send nothing now', () => {
  it('waits for people where it erases', () => {
    expect(waitingWords({ reason: 'lost_responses', users: 1 }, erasures)[0]).toBe('Checking 1 person again')
    expect(cancelFacts({ kinds: erasures, counts: { ...none, pending: 2 } }).left[0]).toBe(
      'Up to 2 people will not be attempted.',
    )
  })
  const until = '2026-11-28T03:52:30.000Z'
  it.each([
    ['lost_responses', 24, 'Checking 24 users again at T after lost responses'],
    ['lost_responses', 1, 'Checking 1 user again at T after a lost response'],
    ['rate_limit', 2, 'Kore.ai asks Muster to slow down: continuing with 2 users at T'],
    ['call_budget', 2, 'The call budget is used up: continuing with 2 users at T'],
    ['kore_unreachable', 2, 'Kore.ai cannot be reached: trying again for 2 users at T'],
  ] as const)('waits, %s for %d: %s', (reason, users, words) => {
    expect(stateWords({ state: 'running', waiting: { reason, until, users } }).label).toBe('Waiting')
    expect(waitingWords({ reason, users }, updates).join(' at T')).toBe(words)
  })
  it('is paused while a credential is refused', () => {
    expect(stateWords({ state: 'paused', waiting: { reason: 'credential', until: null, users: 2 } }).label).toBe(
      'Paused',
    )
    expect(waitingWords({ reason: 'credential', users: 2 }, updates).join('')).toBe(
      'Kore.ai refused the credential: 2 users wait until it works',
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

describe('how far a cause is dealt with', () => {
  it.each([
    [{ count: 3, open: 3, dismissed: 0, skipped: 0 }, 'open', 'open'],
    [{ count: 3, open: 3, dismissed: 0, skipped: 3 }, 'skipped', 'skipped'],
    [{ count: 3, open: 3, dismissed: 0, skipped: 1 }, 'open, 1 of them skipped', 'open'],
    [{ count: 3, open: 1, dismissed: 1, skipped: 0 }, '1 open', 'open'],
    [{ count: 3, open: 0, dismissed: 0, skipped: 3 }, 'all asked again', 'resolved'],
    [{ count: 3, open: 0, dismissed: 3, skipped: 0 }, 'all left out', 'resolved'],
    [{ count: 3, open: 0, dismissed: 1, skipped: 0 }, 'all asked again or left out', 'resolved'],
  ])('%j: %s, shown as %s', (group, words, look) => {
    expect(causeStatus(group)).toBe(words)
    expect(causeLook(group)).toBe(look)
  })
})

describe('cancelFacts', () => {
  const kinds = { update: 1, remove: 0, erase: 0 }
  it('says what is done and what will not be attempted', () => {
    const facts = cancelFacts({ kinds, counts: { ...none, changed: 1, unknown: 2, pending: 1200 } })
    expect(facts.done).toEqual([
      '1 user changed. They stay changed.',
      '2 users sent without an answer. Muster still looks at how they ended.',
    ])
    expect(facts.left[0]).toBe('Up to 1,200 users will not be attempted.')
  })
  it('says so when nothing is done', () => {
    expect(cancelFacts({ kinds, counts: { ...none, pending: 3 } }).done).toEqual(['Nobody has been settled yet.'])
  })
})

describe('the chain of a job', () => {
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
  it('names its links in order', () => {
    expect(chainSteps(chain).map((step) => [step.name, step.requested, step.sentence])).toEqual([
      ['First run', 40, '38 changed, 2 failed'],
      ['Retry 1', 2, '1 changed, 1 failed'],
    ])
  })
  it('totals count each person once, so they add up to the first run', () => {
    const totals = { ...none, changed: 39, failed: 1 }
    expect(chainSentence(chain, totals, updates)).toBe('40 users over 2 runs: 39 changed, 1 failed')
  })
})
