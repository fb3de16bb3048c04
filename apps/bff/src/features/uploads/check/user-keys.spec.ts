import { setTimeout } from 'node:timers/promises'
import { textKey } from '@muster/core/upload-block/text-key'
import { expect, test } from 'vitest'
import type { DirectoryKeys } from '../check-ports.ts'
import { createUserKeys } from './user-keys.ts'

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
  const first = users.prepare('email', ['ana@example.com', 'ben@example.com'])
  const second = users.prepare('email', ['ana@example.com'])
  await second
  expect(users.find('email', textKey('ana@example.com'))).toMatchObject({ kind: 'user' })
  await first
  expect(searches).toEqual([['ana@example.com', 'ben@example.com']])
})
