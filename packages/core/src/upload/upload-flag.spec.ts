import { expect, test } from 'vitest'
import { ambiguousMarkFinder } from './upload-flag.ts'

function ambiguousIn(...cells: readonly string[]) {
  const finder = ambiguousMarkFinder()
  for (const cell of cells) finder.see(cell)
  return finder.marks()
}

test.each([
  [['x', 'X'], []],
  [['x', '-'], []],
  [['x', 'no'], []],
  [['x', '☐'], []],
  [['x', '12'], []],
  [['✓', '✗'], []],
  [['✅', '❌'], []],
  [['☑', '☐'], []],
  [['yes', '❌️'], []],
  [['✓', 'x'], ['letter']],
  [['☑', '☐', 'x'], ['letter']],
  [['1', 'x'], ['letter']],
  [['ja', 'ｘ'], ['letter']],
  [['○', 'x'], ['letter']],
  [['O', 'X'], ['letter']],
  [['v', 'x'], ['letter']],
  [['granted', 'x'], ['letter']],
  [
    ['x', '✗'],
    ['letter', 'cross'],
  ],
  [['✗'], ['cross']],
  [['❌', 'no'], ['cross']],
  [['✓', 'x', '✗'], ['letter']],
  [['+', '-'], ['dash']],
  [
    ['+', 'x', '–'],
    ['letter', 'dash'],
  ],
] as const)('%j leaves open: %j', (cells, marks) => {
  expect(ambiguousIn(...cells)).toEqual(marks)
  expect(ambiguousIn(...cells.toReversed())).toEqual(marks)
})

test('a mark after very many values is found', () => {
  const numbers = Array.from({ length: 5000 }, (_, at) => String(at + 2))
  expect(ambiguousIn('1', ...numbers, 'x')).toEqual(['letter'])
})
