import { expect, test } from 'vitest'
import { mapAhead } from './map-ahead.ts'

async function* counted(upTo: number, onRead: (n: number) => void) {
  try {
    for (let n = 1; n <= upTo; n += 1) {
      onRead(n)
      yield n
    }
    throw new Error('the source broke')
  } finally {
    onRead(-1)
  }
}

test('maps some values ahead, in order, and passes a failure on where it happens', async () => {
  const read: number[] = []
  const seen: string[] = []
  // Later values are mapped faster.
  const slow = async (n: number) => {
    for (let turn = n; turn < 9; turn += 1) await Promise.resolve()
    return n
  }
  const all = async () => {
    for await (const n of mapAhead(
      counted(3, (one) => read.push(one)),
      2,
      slow,
    ))
      seen.push(`${n} of ${read.filter((one) => one > 0).length}`)
  }
  await expect(all()).rejects.toThrow('the source broke')
  expect(seen).toEqual(['1 of 3', '2 of 3', '3 of 3'])
})

test('passes on the failure of a mapping after the results before it', async () => {
  const seen: number[] = []
  const all = async () => {
    const broken = async (n: number) => (n === 3 ? Promise.reject(new Error('no match')) : n)
    for await (const n of mapAhead([1, 2, 3, 4], 4, broken)) seen.push(n)
  }
  await expect(all()).rejects.toThrow('no match')
  expect(seen).toEqual([1, 2])
})

test('ends the source when its reader ends', async () => {
  const read: number[] = []
  const same = async (n: number) => n
  for await (const n of mapAhead(
    counted(9, (one) => read.push(one)),
    2,
    same,
  ))
    if (n === 2) break
  expect(read.at(-1)).toBe(-1)
})
