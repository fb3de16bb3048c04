import { columnMappings } from '@muster/core/upload/upload-mapping'
import { describe, expect, it } from 'vitest'
import { blankWords, columnsProblem, mappingChoices } from './column-mapping-labels.ts'

const mapped = (...mappings: (typeof columnMappings)[number][]) => mappings.map((mapping) => ({ mapping }))

describe('mappingChoices', () => {
  it('offers every mapping once, suggestions first, with the scores of those not chosen', () => {
    const suggestions = [
      { mapping: 'roles_add', score: 0.92 },
      { mapping: 'roles_set', score: 0.4 },
    ] as const
    const choices = mappingChoices({ suggestions: [...suggestions] }, 'roles_add')
    expect(choices[0]).toEqual({
      group: 'Suggested',
      items: [
        { value: 'roles_add', label: 'Add roles (role on bot)' },
        { value: 'roles_set', label: 'Set roles to exactly · 40% similar' },
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
    [mapped('ignore', 'roles_add'), /identifies the user/],
    [mapped('channel_id', 'roles_add'), /identifies the user/],
    [mapped('email', 'ignore'), /requests a change/],
    [mapped('email', 'user_id', 'outcome'), /requests a change/],
  ])('rejects %j', (columns, problem) => {
    expect(columnsProblem(columns)).toMatch(problem)
  })

  it.each([[mapped('email', 'remove')], [mapped('channel_user_id', 'erase')], [mapped('org_user_id', 'groups_set')]])(
    'accepts %j',
    (columns) => {
      expect(columnsProblem(columns)).toBeNull()
    },
  )
})

describe('blankWords', () => {
  it('names what a blank cell clears', () => {
    expect(blankWords('groups_set').clear).toBe('Remove from all groups')
    expect(blankWords('is_developer')).toEqual({ keep: 'Keep the value', clear: 'Set to no' })
  })
})
