import { expect, test } from 'vitest'
import { aKeptItem, aUser } from '../../../features/plans/testing/plan-builders.ts'
import { decodeItems, encodeItems } from './plan-block.ts'
import { encodeBlock } from './plan-blocks.ts'

const shared = aUser(1, { groups: ['e-support'], firstName: 'Zoë "Z" \u2028\u001F' })
const note = { code: 'row_invalid', details: { cell: 'B2' } } as const

const kept = [
  aKeptItem(1),
  aKeptItem(2, { ...shared, id: 'u-2', orgUserId: null }),
  { ...aKeptItem(3, shared), retriesSeq: 7 },
  aKeptItem(4, null),
  { ...aKeptItem(5), item: { ...aKeptItem(5).item, row: 12, warnings: [note, note] } },
  {
    ...aKeptItem(6),
    item: {
      ...aKeptItem(6).item,
      identifier: { by: 'channelUserId', value: '7', channelId: null } as const,
      change: { kind: 'erase', scope: { kind: 'bots', botIds: ['st-1'] } } as const,
    },
  },
]

test('returns every item as it was, and writes what items share once', () => {
  const text = encodeItems(kept)
  expect(decodeItems(text)).toEqual(kept)
  const alike = kept.map(({ retriesSeq }, n) => ({ item: { ...aKeptItem(1).item, seq: n + 1 }, retriesSeq }))
  const once = { ...aKeptItem(1).item }
  const sharing = kept.map(({ retriesSeq }, n) => ({ item: { ...once, seq: n + 1 }, retriesSeq }))
  expect(decodeItems(encodeItems(sharing))).toEqual(alike)
  expect(encodeItems(sharing).match(/"mode":"edit"/g)).toHaveLength(1)
})

test('replaces what no database can store', () => {
  const [item] = decodeItems(encodeItems([aKeptItem(1, aUser(1, { lastName: 'a\0b\uD800' }))]))
  expect(item?.item.user?.lastName).toBe('a\uFFFDb\uFFFD')
})

test('refuses items that lie in two blocks, which nothing would find', async () => {
  await expect(encodeBlock([aKeptItem(512), aKeptItem(513)])).rejects.toThrow('not one block')
  await expect(encodeBlock([])).rejects.toThrow('not one block')
})
