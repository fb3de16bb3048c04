import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { createRecordReader } from './delimited-text.ts'

const limits = { cellCharacters: 50, recordCharacters: 200, columns: 8 }

/** Records of a text that arrives in pieces of a size. */
function recordsOf(text: string, size: number) {
  const reader = createRecordReader(',', limits)
  const records = []
  for (let at = 0; at < text.length; at += size) records.push(...reader.push(text.slice(at, at + size)))
  return [...records, ...reader.end()]
}

const cell = fc.constantFrom('', 'a', ' b ', 'c\td', 'é', '\u00a0', 'x'.repeat(20))
const lineEnd = fc.constantFrom('\n', '\r\n', '\r')
const line = fc
  .tuple(fc.array(cell, { minLength: 1, maxLength: 5 }), lineEnd)
  .map(([cells, end]) => cells.join(',') + end)

test.prop([fc.array(line, { maxLength: 12 }), fc.constantFrom('', 'last', 'a,'), fc.integer({ min: 1, max: 40 })])(
  'lines of a text without quotes are read as those of a text with one at its end',
  (lines, last, size) => {
    const text = lines.join('') + last
    const quoted = recordsOf(`${text}${last === '' ? '' : '\n'}"q"`, 10_000)
    expect(quoted.at(-1)?.cells).toEqual(['q'])
    expect(recordsOf(text, size)).toEqual(quoted.slice(0, -1))
  },
)
