import { expect, test } from 'vitest'
import { readAhead } from './read-ahead.ts'

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

test('reads one value ahead, in order, and passes a failure on where it happens', async () => {
  const read: number[] = []
  const seen: string[] = []
  const all = async () => {
    for await (const n of readAhead(counted(3, (one) => read.push(one)))) seen.push(`${n} of ${read.length}`)
  }
  await expect(all()).rejects.toThrow('the source broke')
  expect(seen).toEqual(['1 of 2', '2 of 3', '3 of 4'])
})

test('ends the source when its reader ends', async () => {
  const read: number[] = []
  for await (const n of readAhead(counted(9, (one) => read.push(one)))) if (n === 2) break
  expect(read.at(-1)).toBe(-1)
})
