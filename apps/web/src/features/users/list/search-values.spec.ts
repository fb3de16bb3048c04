import { describe, expect, it } from 'vitest'
import { changeSearch, filterOf, nextSort } from './search-values.ts'

describe('the search of the users page', () => {
  it('has a filter without its page, order and drawer', () => {
    expect(filterOf({ q: 'ana', group: 'e-1', flag: 'developer', user: 'u-1', sort: '-email', after: 'c' })).toEqual({
      q: 'ana',
      group: 'e-1',
      flag: 'developer',
    })
  })

  it('returns to the first page when it changes, and keeps the rest', () => {
    expect(changeSearch({ q: 'ana', group: 'e-1', user: 'u-1', after: 'c' }, { group: undefined, role: 'r' })).toEqual({
      q: 'ana',
      role: 'r',
      user: 'u-1',
    })
  })

  it('sorts by a column, in reverse, and without a sort again', () => {
    expect(nextSort({}, 'email')).toBe('-email')
    expect(nextSort({ sort: '-email' }, 'email')).toBeUndefined()
    expect(nextSort({}, 'name')).toBe('name')
    expect(nextSort({ sort: 'name' }, 'name')).toBe('-name')
    expect(nextSort({ sort: '-name' }, 'name')).toBe('name')
    expect(nextSort({ sort: 'name' }, 'email')).toBeUndefined()
    expect(nextSort({ q: 'ana' }, 'email')).toBe('email')
    expect(nextSort({ q: 'ana', sort: 'email' }, 'email')).toBe('-email')
    expect(nextSort({ q: 'ana', sort: '-email' }, 'email')).toBeUndefined()
  })
})
