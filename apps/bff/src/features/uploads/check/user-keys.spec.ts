import { setTimeout } from 'node:timers/promises'
import { textKey } from '@muster/core/upload-block/text-key'
import { expect, test } from 'vitest'
import type { DirectoryKeys } from '../check-ports.ts'
import { createUserKeys } from './user-keys.ts'

const requested = (keys: readonly string[]) => keys.map((text) => ({ text, key: textKey(text) }))

test('a key that another block requested is found once its search has ended', async () => {
  const searches: (readonly string[])[] = []
  const directory: DirectoryKeys = {
    count: async () => 1_000_000,
    page: async () => ({ keys: '[]', ids: '[]' }),
    of: async (_by, keys) => {
      searches.push(keys)
      await setTimeout(20)
      return [{ keys: JSON.stringify(keys), ids: JSON.stringify(keys.map((key) => `u-${key}`)) }]
    },
  }
  const users = createUserKeys(directory, 10)
  const first = users.prepare('email', requested(['ana@example.com', 'ben@example.com']))
  const second = users.prepare('email', requested(['ana@example.com']))
  await second
  expect(users.find('email', textKey('ana@example.com'))).toMatchObject({ kind: 'user' })
  await first
  expect(searches).toEqual([['ana@example.com', 'ben@example.com']])
})

test('a user whose address a sync changes between two pages is found', async () => {
  const names = new Map(
    Array.from({ length: 6000 }, (_, at) => [`u-${at}`, `user${String(at).padStart(4, '0')}@x.org`]),
  )
  const usersOf = (keep: (address: string) => boolean) => {
    const found = [...names].filter(([, address]) => keep(address)).toSorted(([, a], [, b]) => (a < b ? -1 : 1))
    return (most: number) => {
      const page = found.slice(0, most)
      return { keys: JSON.stringify(page.map(([, key]) => key)), ids: JSON.stringify(page.map(([id]) => id)) }
    }
  }
  const directory: DirectoryKeys = {
    count: async () => names.size,
    page: async (_by, after, limit) => {
      const page = usersOf((address) => address > after.key)(limit)
      names.set('u-5999', 'anna.renamed@x.org')
      return page
    },
    of: async (_by, keys) => [usersOf((address) => keys.includes(address))(keys.length)],
  }
  const users = createUserKeys(directory, 6000)
  const keys = ['anna.renamed@x.org', 'user0000@x.org', 'missing@x.org']
  await Promise.all([users.prepare('email', requested(keys)), users.prepare('email', requested(keys))])
  expect(keys.map((key) => users.find('email', textKey(key)).kind)).toEqual(['user', 'user', 'none'])
})
