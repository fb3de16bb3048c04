import { fc, test } from '@fast-check/vitest'
import { expect, test as plain } from 'vitest'
import { neutralCell, plainCell } from './spreadsheet-cell.ts'

plain.each(['=1+1', '+1', '-1', '@x', '\t=1', '\r=1', '\0=1', '＝1', '＋1', '－1', '＠x', ' "=1', "'=1", '  -1'])(
  'puts an apostrophe before %j',
  (value) => {
    expect(neutralCell(value)).toBe(`'${value}`)
  },
)
plain.each(['ana@example.com', '', 'a=b', "O'Brien", "'quoted'", '1-2'])('leaves %j alone', (value) => {
  expect(neutralCell(value)).toBe(value)
})
const cells = fc.stringMatching(/^['"=+\-@\t a]*$/)
test.prop([fc.oneof(cells, fc.string({ unit: 'binary' }))])('comes back unchanged', (value) => {
  expect(plainCell(neutralCell(value))).toBe(value)
})
