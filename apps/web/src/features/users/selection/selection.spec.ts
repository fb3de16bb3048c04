import type { UserEntry } from '@muster/contracts/users'
import { describe, expect, it } from 'vitest'
import { extend, pageState, type Selected, toggle, togglePage, type UsersChange } from './selection.ts'

const aUser = (number: number): UserEntry => ({
  id: `u-${number}`,
  email: `person${number}@example.com`,
  firstName: 'Person',
  lastName: String(number),
  orgUserId: null,
  status: 'active',
  groups: [],
  roles: [],
  canCreateBot: false,
  isDeveloper: false,
  readAt: null,
})
const page = Array.from({ length: 5 }, (_, index) => aUser(index))
const user = (index: number): UserEntry => page[index] ?? aUser(index)
const selectedOf = (...indexes: readonly number[]): Selected => ({
  has: (id) => indexes.includes(Number(id.slice(2))),
  anchor: null,
})
const indexes = (users: readonly UserEntry[]) => users.map(({ id }) => Number(id.slice(2)))
const changes = ({ add, remove }: UsersChange) => ({ add: indexes(add), remove: indexes(remove) })

describe('picking by hand', () => {
  it('toggles one user on and off, from where a range starts', () => {
    expect(toggle(selectedOf(), user(2))).toEqual({ add: [user(2)], remove: [], anchor: 'u-2' })
    expect(toggle(selectedOf(2), user(2))).toEqual({ add: [], remove: [user(2)], anchor: 'u-2' })
  })

  it.each([
    ['downwards', 1, 3],
    ['upwards', 3, 1],
  ])('selects the whole range %s', (_, from, to) => {
    const selected = { ...selectedOf(from), anchor: `u-${from}` }
    expect(changes(extend(selected, page, user(to)))).toEqual({
      add: [1, 2, 3].filter((index) => index !== from),
      remove: [],
    })
  })

  it('deselects a range if its anchor is deselected', () => {
    expect(changes(extend({ ...selectedOf(0, 2, 3, 4), anchor: 'u-1' }, page, user(3)))).toEqual({
      add: [],
      remove: [2, 3],
    })
  })

  it('starts a range at a user, if its anchor is on another page', () => {
    expect(extend({ ...selectedOf(9), anchor: 'u-9' }, page, user(3))).toEqual({
      add: [user(3)],
      remove: [],
      anchor: 'u-3',
    })
  })

  it('selects the rest of a page, then none of it', () => {
    const state = (selected: Selected) => pageState(selected, page)
    expect([selectedOf(), selectedOf(1), selectedOf(0, 1, 2, 3, 4)].map(state)).toEqual(['none', 'some', 'all'])
    expect(changes(togglePage(selectedOf(1), page))).toEqual({ add: [0, 2, 3, 4], remove: [] })
    expect(changes(togglePage(selectedOf(0, 1, 2, 3, 4, 9), page))).toEqual({ add: [], remove: [0, 1, 2, 3, 4] })
  })
})
