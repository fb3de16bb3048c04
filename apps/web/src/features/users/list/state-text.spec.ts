import { expect, it } from 'vitest'
import { stateWords } from './state-text.ts'

const list = {
  data: { count: { value: 12, capped: false } },
  isPlaceholderData: false,
  fetchStatus: 'idle',
  isError: false,
} as const
const at = { isNarrowed: true, isFirstSync: false, isUnsynced: false }

it('counts the users of this search', () => {
  expect(stateWords(list, at)).toBe('12 users found')
  expect(stateWords(list, { ...at, isNarrowed: false })).toBe('12 users')
})

it('shows no count of an earlier search, also while offline', () => {
  expect(stateWords({ ...list, isPlaceholderData: true, fetchStatus: 'paused' }, at)).toBe(
    'Not searched: this browser is offline',
  )
  expect(stateWords({ ...list, isPlaceholderData: true, fetchStatus: 'fetching' }, at)).toBe('Searching')
})

it('shows no count for a failed search', () => {
  const failed = { ...list, data: undefined, isError: true }
  expect(stateWords(failed, at)).toBe('Not searched')
  expect(stateWords({ ...failed, fetchStatus: 'fetching' }, at)).toBe('Searching')
})

it('shows that the first sync does not cover all users yet', () => {
  expect(stateWords(list, { ...at, isFirstSync: true })).toBe('12 users found so far')
})

it('does not count users of an account that was never synced', () => {
  const empty = { ...list, data: { count: { value: 0, capped: false } } }
  expect(stateWords(empty, { ...at, isNarrowed: false, isUnsynced: true })).toBe('No users synced yet')
})
