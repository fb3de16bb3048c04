import { message } from '@muster/wording/message'
import { describe, expect, it } from 'vitest'
import { entryFacts } from './entry-facts.ts'

const ofEntry = (sentenceMessage: Parameters<typeof entryFacts>[0]['sentenceMessage']) =>
  entryFacts({ actor: 'ana@example.com', sentenceMessage })

describe('the facts of an entry', () => {
  it('are what a member added to and removed from a user', () => {
    const user = 'Ben'
    const phrases = [
      message('history.gave', {
        user,
        roles: ['Analyst', message('name.role_on_bot', { role: 'Tester', bot: 'Billing' })],
      }),
      message('history.took_out', { user, groups: ['Support'] }),
      message('history.developer_on', { user }),
      message('history.removed', { user }),
    ]
    const sentence = message('history.sentence', { actor: 'ana@example.com', phrases })
    expect(ofEntry(sentence)).toMatchObject([
      { op: 'add', label: 'Analyst' },
      { op: 'add' },
      { op: 'remove', label: 'Support' },
      { op: 'add', label: 'Developer' },
    ])
  })

  it('are the names in any other sentence, without the actor and what has a place of its own', () => {
    expect(ofEntry(message('audit.plan_made', { actor: 'ana@example.com', title: 'Legal · 3 users' }))).toEqual([
      { op: 'keep', label: 'Legal · 3 users' },
    ])
    expect(
      ofEntry(message('audit.signed_in_by_password', { member: 'ana@example.com', address: '127.0.0.1' })),
    ).toEqual([])
  })

  it('are absent for a sentence without a code', () => {
    expect(ofEntry(null)).toEqual([])
  })
})
