import { fc } from '@fast-check/vitest'
import type { UploadColumn } from '@muster/contracts/uploads'
import { expect, test } from 'vitest'
import { rowsOfText } from '../../../adapters/files/text/read-csv.ts'
import { contentsCounter, lossOf } from './contents-count.ts'
import { nothingUnderstood } from './empty-detection.ts'
import { textIssues } from './text-issues.ts'

const column = (index: number, meaning: UploadColumn['meaning']): UploadColumn => ({
  index,
  header: meaning,
  meaning,
  suggestions: [],
  samples: [],
  fillRate: 1,
  blank: 'keep',
  remembered: false,
})
const columns = [column(0, 'email'), column(1, 'ignore'), column(2, 'groups_add')]

const cell = fc.constantFrom(
  '',
  'Data',
  'Mina',
  '"Data, Legal"',
  ' "Data"',
  '5" disk',
  '"Mina',
  'Mina"',
  '""',
  '"',
  "'x'",
)
const row = fc.tuple(cell, cell)
const lineEnd = fc.constantFrom('\n', '\r\n', '\r')
const damage = fc.record({
  kind: fc.constantFrom('insert quote', 'remove quote', 'insert delimiter', 'insert NUL', 'insert mark', 'none'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
})

/** Damages a text at a place, never within an address. */
function damaged(text: string, { kind, at }: { kind: string; at: number }): string {
  const place = Math.floor(at * text.length)
  const safe = /[\w.-]*@[\w.-]*/y
  for (let from = Math.max(0, place - 30); from <= place; from += 1) {
    safe.lastIndex = from
    const found = safe.exec(text)
    if (found !== null && from < place && from + found[0].length > place) return text
  }
  const insert = { 'insert quote': '"', 'insert delimiter': ',', 'insert NUL': '\0', 'insert mark': '\ufeff' }[kind]
  if (insert !== undefined) return text.slice(0, place) + insert + text.slice(place)
  const quote = text.indexOf('"', place)
  return kind === 'remove quote' && quote !== -1 ? text.slice(0, quote) + text.slice(quote + 1) : text
}

test('every address of 5,000 damaged files is in a row of its own, or its row is an error', async () => {
  let errors = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(row, lineEnd), { minLength: 1, maxLength: 8 }),
      fc.array(damage, { maxLength: 3 }),
      async (lines, damages) => {
        const whole = lines.map(([cells, end], n) => `user${n}@example.com,${cells.join(',')}${end}`).join('')
        const text = damages.reduce(damaged, whole)
        const rows = await Array.fromAsync(rowsOfText(text, ','))
        const inText = contentsCounter()
        inText.see(text)
        const inRows = contentsCounter()
        for (const one of rows) for (const value of one.cells) inRows.see(value)
        expect(lossOf(inText.count(), inRows.count())).toBeNull()
        const understood = { ...nothingUnderstood, delimiter: ',', headerRow: 0 } as const
        for (const one of rows) {
          const addresses = new Set(one.cells.join('\n').match(/user\d+@example\.com/g))
          if (addresses.size < 2) continue
          const issues = textIssues({ ...one, edited: [] }, { columns, understood })
          errors += 1
          expect(issues.map(({ code }) => code).filter((code) => code !== 'quote_uneven')).not.toEqual([])
        }
      },
    ),
    { numRuns: 5000 },
  )
  expect(errors).toBeGreaterThan(100)
}, 120_000)
