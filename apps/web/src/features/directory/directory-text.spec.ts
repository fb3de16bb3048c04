import type { Directory } from '@muster/contracts/users'
import { describe, expect, it } from 'vitest'
import { directoryWords, progressWords } from './directory-text.ts'

describe('progressWords', () => {
  it.each([
    [{ done: 0, total: null, step: 'starting' }, 'Starting the sync'],
    [{ done: 0, total: null, step: 'groups' }, 'Syncing groups'],
    [{ done: 1200, total: null, step: 'users' }, 'Syncing users, 1,200 so far'],
    [{ done: 1200, total: 4812, step: 'users' }, 'Syncing users, 1,200 of 4,812 (25%)'],
  ])('describes the progress %j', (progress, words) => {
    expect(progressWords(progress)).toBe(words)
  })
})

const directory = (over: Partial<Directory>): Directory => ({
  state: 'ready',
  users: 4812,
  progress: null,
  syncedAt: null,
  source: 'kore',
  reason: null,
  unreadable: 0,
  omitted: 0,
  ...over,
})

describe('directoryWords', () => {
  it.each([
    [{}, '4,812 users'],
    [{ state: 'failed' }, '4,812 users, latest sync failed'],
    [{ state: 'failed', users: 0 }, 'Sync failed'],
    [{ state: 'forbidden', users: 0 }, 'Sync not allowed'],
    [{ state: 'loading' }, 'Syncing with Kore.ai'],
  ] satisfies readonly (readonly [Partial<Directory>, string])[])('describes %j', (over, words) => {
    expect(directoryWords(directory(over))).toBe(words)
  })
})
