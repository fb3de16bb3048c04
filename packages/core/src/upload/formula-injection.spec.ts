import { fc, test } from '@fast-check/vitest'
import { expect, test as plain } from 'vitest'
import { neutralCell, plainCell } from './formula-injection.ts'

plain.each(['=1+1', '+1', '-1', '@x', '\t1', '\r1', '\0=1', '＝1', '＋1', '－1', '＠x', ' "=1', "'=1", '  -1'])(
  'puts an apostrophe before %j',
  (value) => {
    expect(neutralCell(value)).toBe(`'${value}`)
  },
)
plain.each([
  ['x;=1+1', "x;'=1+1"],
  ["a; '@home;b", "a;' '@home;b"],
  ['one\n=cmd', "one\n'=cmd"],
  ['\t=1', "'\t'=1"],
  ['\r=1', "'\r'=1"],
  ['=1;=2;3', "'=1;'=2;3"],
])('defuses %j where another language splits it', (value, safe) => {
  expect(neutralCell(value)).toBe(safe)
  expect(plainCell(safe)).toBe(value)
})
plain.each(['ana@example.com', '', 'a=b', "O'Brien", "'quoted'", '1-2', 'a; b-c', 'one\ntwo'])(
  'leaves %j alone',
  (value) => {
    expect(neutralCell(value)).toBe(value)
  },
)
const cells = fc.stringMatching(/^['"=+\-@\t a;\n]*$/)
test.prop([fc.oneof(cells, fc.string({ unit: 'binary' }))])('comes back unchanged', (value) => {
  expect(plainCell(neutralCell(value))).toBe(value)
})
