import { describe, expect, it } from 'vitest'
import { changeSearch, filterOf, sortOf } from './search-values.ts'

describe('the search in the address', () => {
  it('becomes a filter, without what the server would refuse', () => {
    expect(
      filterOf({ q: 'ana', group: 'e-1', flag: 'developer', status: 'nonsense', user: 'u-1', after: 'c' }),
    ).toEqual({
      q: 'ana',
      group: 'e-1',
      flag: 'developer',
    })
  })

  it('sorts by e-mail unless told otherwise', () => {
    expect([sortOf({}), sortOf({ sort: '-email' }), sortOf({ sort: 'drop table' })]).toEqual([
      'email',
      '-email',
      'email',
    ])
  })

  it('goes back to the first page when it changes, and keeps the rest', () => {
    expect(changeSearch({ q: 'ana', group: 'e-1', user: 'u-1', after: 'c' }, { group: undefined, role: 'r' })).toEqual({
      q: 'ana',
      role: 'r',
      user: 'u-1',
    })
  })
})
