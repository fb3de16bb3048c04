import { fc } from '@fast-check/vitest'
import type { UploadColumn } from '@muster/contracts/uploads'
import { englishText } from '@muster/wording/english'
import { expect, test } from 'vitest'
import { rowsOfText } from '../../../adapters/files/text/read-csv.ts'
import { lossOf, rowsCounter, textCounter } from './contents-count.ts'
import { emptyDetection } from './empty-detection.ts'
import { textIssues } from './text-issues.ts'

const column = (index: number, mapping: UploadColumn['mapping']): UploadColumn => ({
  index,
  header: mapping,
  mapping,
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

function contentsOf(text: string) {
  const counter = textCounter()
  // Chunks end anywhere, also within a line break.
  for (let at = 0; at < text.length; at += 7) counter.see(text.slice(at, at + 7))
  return counter.end()
}

/** Damages a text at a position, never within an address. */
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

test('every address of 5,000 damaged files is in a separate row, or its row is an error', async () => {
  let errors = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(row, lineEnd), { minLength: 1, maxLength: 8 }),
      fc.array(damage, { maxLength: 3 }),
      async (lines, damages) => {
        const whole = lines.map(([cells, end], n) => `user${n}@example.com,${cells.join(',')}${end}`).join('')
        const text = damages.reduce(damaged, whole)
        const rows = await Array.fromAsync(rowsOfText(text, ','))
        const contents = contentsOf(text)
        const inRows = rowsCounter(contents)
        for (const one of rows) inRows.see(one)
        expect(lossOf(contents, inRows)).toBeNull()
        expect(inRows.lossPlace()).toBeNull()
        const detected = { ...emptyDetection, delimiter: ',', headerRow: 0 } as const
        for (const one of rows) {
          const addresses = new Set(one.cells.join('\n').match(/user\d+@example\.com/g))
          if (addresses.size < 2) continue
          const issues = textIssues({ ...one, edited: [] }, { columns, detected })
          errors += 1
          expect(issues.map(({ code }) => code).filter((code) => code !== 'quote_uneven')).not.toEqual([])
        }
      },
    ),
    { numRuns: 5000 },
  )
  expect(errors).toBeGreaterThan(100)
}, 120_000)

test('names the line of a row that a reader loses or truncates, despite blank and quoted lines', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(
          fc.constantFrom('', ' ', 'Mina', '"Data\r\nLegal"', '"a\n\nb"'),
          fc.constantFrom('\n', '\r\n', '\n\n'),
        ),
        {
          minLength: 2,
          maxLength: 12,
        },
      ),
      fc.nat(),
      fc.boolean(),
      async (lines, seed, isWhole) => {
        const text = lines.map(([second, end], n) => `user${n}@example.com,${second}${end}`).join('')
        const rows = await Array.fromAsync(rowsOfText(text, ','))
        const lost = seed % rows.length
        const contents = contentsOf(text)
        const counter = rowsCounter(contents)
        const line = text.slice(0, text.indexOf(`user${lost}@`)).split(/\r\n|\n/).length
        for (const [at, read] of rows.entries()) {
          if (at !== lost) counter.see(read)
          else if (!isWhole) counter.see({ ...read, cells: ['user@example.com'] })
        }
        const loss = lossOf(contents, counter)
        const [, from = '', to = from] =
          /missing one is (?:in line|between lines) (\d+)(?: and (\d+))?\.$/.exec(
            loss === null ? '' : englishText(loss),
          ) ?? []
        expect(loss).not.toBeNull()
        expect(Number(from)).toBeLessThanOrEqual(line)
        expect(Number(to)).toBeGreaterThanOrEqual(line)
        // Only the row itself, the row before it and the blank lines around them count.
        expect(Number(to) - Number(from)).toBeLessThanOrEqual(8)
      },
    ),
    { numRuns: 1000 },
  )
})

test('names lines close to the first missing one in a long text', () => {
  const lines = Array.from({ length: 50_000 }, (_, at) => `user${at}@example.com`)
  const contents = contentsOf(lines.join('\n'))
  const counter = rowsCounter(contents)
  for (const [at, address] of lines.entries())
    if (at !== 31_234) counter.see({ row: at + 1, cells: [address], formulas: [], errors: [] })
  expect(contents.places?.length).toBeLessThanOrEqual(4097)
  const { code, facts } = lossOf(contents, counter) ?? {}
  expect(code).toBe('loss.between_lines')
  expect(Number(facts?.from)).toBeLessThanOrEqual(31_235)
  expect(Number(facts?.to)).toBeGreaterThanOrEqual(31_235)
  expect(Number(facts?.to) - Number(facts?.from)).toBeLessThan(64)
})
