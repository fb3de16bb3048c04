import type { UserEntry } from '@muster/contracts/users'
import { describe, expect, it } from 'vitest'
import {
  allMatching,
  countSelected,
  emptySelection,
  extend,
  isSelected,
  pageState,
  pickLimit,
  restored,
  type Selected,
  toggle,
  togglePage,
  unknownIds,
  withLookedUp,
} from './selection.ts'

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
const user = (index: number): UserEntry => {
  const found = page[index]
  if (found === undefined) throw new Error(`no user ${index} on the page`)
  return found
}
const chosen = (selected: Selected): readonly number[] =>
  page.flatMap((entry, index) => (isSelected(selected, entry.id) ? [index] : []))
const matching = { value: 4812, capped: false }

describe('picking by hand', () => {
  it('toggles one user on and off', () => {
    const once = toggle(emptySelection, user(2))
    expect(chosen(once)).toEqual([2])
    expect(chosen(toggle(once, user(2)))).toEqual([])
  })

  it.each([
    ['downwards', 1, 3],
    ['upwards', 3, 1],
  ])('selects the whole range %s', (_, from, to) => {
    expect(chosen(extend(toggle(emptySelection, user(from)), page, user(to)))).toEqual([1, 2, 3])
  })

  it('deselects a range if its anchor is deselected', () => {
    const all = togglePage(emptySelection, page)
    expect(chosen(extend(toggle(all, user(1)), page, user(3)))).toEqual([0, 4])
  })

  it('falls back to a toggle when the anchor is on another page', () => {
    expect(chosen(extend(toggle(emptySelection, aUser(99)), page, user(3)))).toEqual([3])
  })

  it('keeps the users picked on other pages', () => {
    const selected = togglePage(toggle(emptySelection, aUser(99)), page)
    expect(countSelected(selected, matching)).toEqual({ value: 6, capped: false })
    expect(countSelected(togglePage(selected, page), matching)).toEqual({ value: 1, capped: false })
  })

  it('stops at the limit', () => {
    const many = Array.from({ length: pickLimit + 10 }, (_, index) => aUser(index))
    expect(countSelected(togglePage(emptySelection, many), matching).value).toBe(pickLimit)
  })
})

describe('all matching', () => {
  it('counts all but the exceptions', () => {
    const selected = toggle(toggle(allMatching, user(0)), user(4))
    expect(chosen(selected)).toEqual([1, 2, 3])
    expect(countSelected(selected, matching)).toEqual({ value: 4810, capped: false })
    expect(countSelected(selected, { value: 10_000, capped: true })).toEqual({ value: 9_998, capped: true })
  })

  it('shows how much of the page is selected', () => {
    expect(pageState(allMatching, page)).toBe('all')
    expect(pageState(toggle(allMatching, user(0)), page)).toBe('some')
    expect(pageState(togglePage(allMatching, page), page)).toBe('none')
    expect(pageState(emptySelection, page)).toBe('none')
  })
})

describe('a selection restored from its IDs', () => {
  it('loads its users, keeps known ones and drops users that no longer exist', () => {
    const kept = toggle(restored('picked', ['u-0', 'u-8', 'u-9']), user(1))
    expect(unknownIds(kept)).toEqual(['u-0', 'u-8', 'u-9'])
    const known = withLookedUp(kept, [user(0), aUser(8)], unknownIds(kept))
    expect([...known.users]).toEqual([
      ['u-0', user(0)],
      ['u-8', aUser(8)],
      ['u-1', user(1)],
    ])
    expect(unknownIds(known)).toEqual([])
  })

  it('keeps exceptions that no longer exist', () => {
    const kept = restored('matching', ['u-9'])
    expect(isSelected(withLookedUp(kept, [], ['u-9']), 'u-9')).toBe(false)
  })
})
