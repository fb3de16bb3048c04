import { buffer } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { columnName, xlsxStream } from './xlsx-stream.ts'

it('names columns like a spreadsheet', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA'])
})

it('fails when its rows do, instead of ending as if complete', async () => {
  async function* rows() {
    yield [['a']]
    throw new Error('the store failed')
  }
  await expect(buffer(xlsxStream([{ name: 'x', rows: rows() }]))).rejects.toThrow('the store failed')
})

it('releases its rows when the reader leaves', async () => {
  let began = false
  let left = false
  async function* rows() {
    began = true
    try {
      for (;;) yield Array.from({ length: 500 }, (_, at) => [`${Math.random()} ${at}`])
    } finally {
      left = true
    }
  }
  const stream = xlsxStream([{ name: 'x', rows: rows() }])
  for await (const chunk of stream) if (began && chunk !== null) break
  await expect.poll(() => left).toBe(true)
})
