import { describe, expect, it } from 'vitest'
import { guessHeaderRow } from './upload-header.ts'

const rows = (...lines: readonly (readonly string[])[]) => lines.map((cells, index) => ({ row: index + 1, cells }))

describe('guessHeaderRow', () => {
  it.each([
    ['the first row', rows(['Email', 'Role'], ['a@example.com', 'Tester']), 1],
    ['below a title', rows(['Quarterly changes', '', ''], ['Email', 'Role', 'Bot'], ['a@example.com', 'x', 'y']), 2],
    ['none where data begins at once', rows(['a@example.com', 'Tester'], ['b@example.com', 'Tester']), 0],
    ['none in an empty file', [], 0],
    ['a single column', rows(['Email'], ['a@example.com']), 1],
  ] as const)('takes %s', (_name, sample, expected) => expect(guessHeaderRow(sample)).toBe(expected))
})
