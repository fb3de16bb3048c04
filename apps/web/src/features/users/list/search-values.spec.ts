import { describe, expect, it } from 'vitest'
import { changeSearch, filterOf } from './search-values.ts'

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
})
