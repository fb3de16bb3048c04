import type { PlanSummary } from '@muster/core/plan/plan'
import { isConfirmed } from '@muster/core/policy/confirmation'
import { defaultGuardLimits as limits } from '@muster/core/policy/limits'
import { describe, expect, test } from 'vitest'
import { type ConfirmationGround, judgePlan } from './confirmation.ts'
import { english } from './english.ts'
import { messageText } from './message-text.ts'

const account = { environment: 'production', accountName: 'ACME' } as const
const facts = { users: 1600, removedToday: 0, erasedToday: 0 }

function sending(update: number, remove = 0, erase = 0, granted = 0): PlanSummary {
  const total = update + remove + erase
  return {
    total,
    dispositions: { change: total, unchanged: 0, blocked: 0 },
    kinds: { update, remove, erase },
    effects: [
      { key: 'account', added: 0, removed: remove },
      { key: 'data', added: 0, removed: erase },
      { key: 'role:0000000000000000000000a0:*', added: granted, removed: 0 },
      { key: 'role:0000000000000000000000b0:st-billing', added: update, removed: 0 },
    ],
    blockers: {},
    warnings: {},
  }
}

const judged = (summary: PlanSummary, more: Partial<ConfirmationGround> = {}) =>
  judgePlan(summary, { account, facts, limits, only: null, ...more })

describe('the confirmation', () => {
  test.each([
    ['one update', sending(1), undefined],
    ['many updates', sending(38), '38'],
    ['one removal', sending(0, 1), 'remove 1 in ACME'],
    ['removals among updates', sending(5, 212), 'remove 212 in ACME'],
    ['erasures', sending(0, 0, 3), 'erase 3 in ACME'],
    ['both', sending(0, 2, 3), 'remove 2 erase 3 in ACME'],
    ['one grant of elevated access', sending(1, 0, 0, 1), 'grant 1 in ACME'],
    ['grants of elevated access', sending(9, 0, 0, 3), 'grant 3 in ACME'],
    ['updates over the limit', sending(700), 'change 700 (43.8%) in ACME'],
    ['removals over the limit', sending(0, 688), 'remove 688 (43%) in ACME'],
    ['erasures over the limit', sending(0, 0, 600), 'erase 600 (0%) in ACME'],
  ])('of %s', (_, summary, text) => {
    const { confirmation } = judged(summary)
    expect('text' in confirmation ? confirmation.text : undefined).toBe(text)
    expect(messageText(english, confirmation.prompt)).toContain('In ACME (production) this')
    expect(isConfirmed(confirmation, text)).toBe(true)
    expect(isConfirmed(confirmation, undefined)).toBe(text === undefined)
  })

  test('of a small job that reaches the limit of 24 hours has the sum', () => {
    const { confirmation } = judged(sending(0, 10), { facts: { users: 1600, removedToday: 315, erasedToday: 0 } })
    expect(confirmation).toMatchObject({ text: 'remove 10 (325 in 24 hours, 20.3%) in ACME' })
    expect(messageText(english, confirmation.prompt)).toContain(
      '20.3% of 1,600 users with the removals and erasures of the last 24 hours',
    )
  })

  test('of one user names the user', () => {
    const { prompt } = judged(sending(0, 1), { only: 'Ben Okafor (ben@example.com)' }).confirmation
    expect(messageText(english, prompt)).toBe(
      'In ACME (production) this removes Ben Okafor (ben@example.com). Type "remove 1 in ACME" to continue.',
    )
  })

  test.each([
    ['remove 212 in ACME', true],
    [' REMOVE  212 in acme ', true],
    ['remove 211 in ACME', false],
    ['remove 213 in ACME', false],
    ['remove 212', false],
    ['remove 212 in ACME 2', false],
    ['erase 212 in ACME', false],
    ['', false],
  ])('typed as "%s" for 212 removals: %s', (typed, ok) => {
    expect(isConfirmed(judged(sending(0, 212)).confirmation, typed)).toBe(ok)
  })

  test('accepts the comma of the screen, and no other', () => {
    const { confirmation } = judged(sending(4812), { facts: { ...facts, users: 100_000 } })
    expect(confirmation).toMatchObject({ text: 'change 4812 (4.8%) in ACME' })
    expect(isConfirmed(confirmation, 'change 4,812 (4.8%) in ACME')).toBe(true)
    expect(isConfirmed(confirmation, 'change 48,12 (4.8%) in ACME')).toBe(false)
  })
})
