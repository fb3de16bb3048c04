import { expect, test } from 'vitest'
import type { Anchor } from './ports.ts'
import { createHeadSigner } from './sign-heads.ts'

test('signs the first head, then after 1,000 entries or five minutes, and a last one', async () => {
  let now = 0
  let seq = 0
  const signed: Anchor[] = []
  const sign = createHeadSigner({
    audit: { head: async () => (seq === 0 ? null : { seq, hash: `h${seq}` }) },
    clock: { now: () => now, monotonic: () => now, sleep: async () => {} },
    append: async (head) => void signed.push(head),
  })
  const at = async (entries: number, ms: number, isLast = false) => {
    seq = entries
    now = ms
    await sign(isLast)
    return signed.map((head) => head.seq)
  }
  expect(await at(0, 0)).toEqual([])
  expect(await at(3, 0)).toEqual([3])
  expect(await at(1002, 1000)).toEqual([3])
  expect(await at(1003, 2000)).toEqual([3, 1003])
  expect(await at(1004, 301_999)).toEqual([3, 1003])
  expect(await at(1004, 302_000)).toEqual([3, 1003, 1004])
  expect(await at(1004, 601_998)).toEqual([3, 1003, 1004])
  expect(await at(1005, 601_999)).toEqual([3, 1003, 1004])
  expect(await at(1005, 601_999, true)).toEqual([3, 1003, 1004, 1005])
  expect(await at(1005, 602_000, true)).toEqual([3, 1003, 1004, 1005])
})

test('signs a head again that could not be stored', async () => {
  let fails = true
  const signed: number[] = []
  const sign = createHeadSigner({
    audit: { head: async () => ({ seq: 5, hash: 'h' }) },
    clock: { now: () => 0, monotonic: () => 0, sleep: async () => {} },
    append: async (head) => {
      if (fails) throw new Error('the disk is full')
      signed.push(head.seq)
    },
  })
  await expect(sign()).rejects.toThrow('full')
  fails = false
  await sign()
  expect(signed).toEqual([5])
})
