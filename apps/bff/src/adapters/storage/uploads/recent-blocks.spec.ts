import { BlockBuilder } from '@muster/core/upload-block/block-builder'
import { expect, test } from 'vitest'
import { createRecentBlocks } from './recent-blocks.ts'

function aBlock(text: string) {
  const numbers = Uint32Array.of(1)
  const { facts, dictionary } = new BlockBuilder(numbers, {}).build()
  return { facts, content: { rows: { numbers, text, extras: new Map() }, dictionary } }
}

test('drops the blocks that were not read for longest, by their characters', () => {
  const recent = createRecentBlocks(10)
  const [first, second, third] = [aBlock('1234'), aBlock('5678'), aBlock('90ab')]
  recent.set(first.facts, first.content)
  recent.set(second.facts, second.content)
  expect(recent.get(first.facts)).toBe(first.content)
  recent.set(third.facts, third.content)
  expect(recent.get(second.facts)).toBeUndefined()
  expect(recent.get(first.facts)).toBe(first.content)
  expect(recent.characters).toBe(8)
})

test('holds no block that is larger than all of them may be', () => {
  const recent = createRecentBlocks(3)
  const { facts, content } = aBlock('1234')
  recent.set(facts, content)
  recent.set(facts, content)
  expect([recent.get(facts), recent.characters]).toEqual([undefined, 0])
})
