import { columnMappings } from '@muster/core/upload/upload-mapping'
import { describe, expect, it } from 'vitest'
import { blankWords, columnsProblem, mappingChoices } from './column-mapping-labels.ts'

const meant = (...mappings: (typeof columnMappings)[number][]) => mappings.map((mapping) => ({ mapping }))

describe('meaningChoices', () => {
  it('offers every meaning once, the suggested first, and says the score of those not chosen', () => {
    const suggestions = [
      { mapping: 'roles_add', score: 0.92 },
      { mapping: 'roles_set', score: 0.4 },
    ] as const
    const choices = mappingChoices({ suggestions: [...suggestions] }, 'roles_add')
    expect(choices[0]).toEqual({
      group: 'Suggested',
      items: [
        { value: 'roles_add', label: 'Add roles (role on bot)' },
        { value: 'roles_set', label: 'Set roles to exactly · 40% alike' },
      ],
    })
    const all = choices.flatMap(({ items }) => items.map(({ value }) => value))
    expect(all.toSorted()).toEqual([...columnMappings].toSorted())
  })

  it('has no empty group', () => {
    expect(mappingChoices({ suggestions: [] }, 'ignore').map(({ group }) => group)).not.toContain('Suggested')
  })
})

describe('columnsProblem', () => {
  it.each([
    [meant('ignore', 'roles_add'), /who the person is/],
    [meant('channel_id', 'roles_add'), /who the person is/],
    [meant('email', 'ignore'), /what should change/],
    [meant('email', 'user_id', 'outcome'), /what should change/],
  ])('%j', (columns, problem) => {
    expect(columnsProblem(columns)).toMatch(problem)
  })

  it.each([[meant('email', 'remove')], [meant('channel_user_id', 'erase')], [meant('org_user_id', 'groups_set')]])(
    'finds nothing wrong with %j',
    (columns) => {
      expect(columnsProblem(columns)).toBeNull()
    },
  )
})

describe('blankWords', () => {
  it('says what is lost by clearing', () => {
    expect(blankWords('groups_set').clear).toBe('Take out of all groups')
    expect(blankWords('is_developer')).toEqual({ keep: 'Keep as it is', clear: 'Count as no' })
  })
})
