import { describe, expect, it } from 'vitest'
import { guessHeaderRow, headingsOf } from './upload-header.ts'

const rows = (...lines: readonly (readonly string[])[]) => lines.map((cells, index) => ({ row: index + 1, cells }))

describe('guessHeaderRow', () => {
  it.each([
    ['the first row', rows(['Email', 'Role'], ['a@example.com', 'Tester']), 1],
    ['below a title', rows(['Quarterly changes', '', ''], ['Email', 'Role', 'Bot'], ['a@example.com', 'x', 'y']), 2],
    ['none where data begins at once', rows(['a@example.com', 'Tester'], ['b@example.com', 'Tester']), 0],
    ['none in an empty file', [], 0],
    [
      'the lower of two rows of headings',
      rows(['Who', 'Who', 'Access'], ['Email', 'Employee ID', 'Groups'], ['a@example.com', '', 'Data']),
      2,
    ],
    [
      "the row below a template's version",
      rows(['version:v1.0'], ['User name [userPrincipalName] Required'], ['Example: chris@contoso.com']),
      2,
    ],
    ['the first row where data has a word of a heading', rows(['Person', 'Team'], ['Ana <a@example.com>', 'Bot']), 1],
    ['no title that is a heading elsewhere', rows(['Groups', '', ''], ['Person', 'Team', 'Since'], ['A', 'B', 'C']), 2],
    [
      'none below a user with fewer cells',
      rows(['a@example.com', ''], ['@example.com', 'Data'], ['b@example.com', 'Data']),
      0,
    ],
    ['none below a user', rows(['a@example.com', ''], ['use', 'Data'], ['b@example.com', 'Data']), 0],
    [
      'known headings below a contact',
      rows(['Questions: help@example.com', ''], ['Email', 'Groups'], ['a@example.com', 'Data']),
      2,
    ],
    [
      'the second of two rows of headings',
      rows(['Email', 'Groups', ''], ['', 'Add', 'Remove'], ['a@x.com', 'A', 'B']),
      2,
    ],
    ['no row of a value that is a heading elsewhere', rows(['Email', 'Role'], ['', 'Developer'], ['a@x.com', 'A']), 1],
    ['a single column', rows(['Email'], ['a@example.com']), 1],
  ] as const)('takes %s', (_name, sample, expected) => expect(guessHeaderRow(sample)).toBe(expected))
})

describe('headingsOf', () => {
  const listed = ['Email', 'Groups', 'Groups', 'Roles', 'Note']
  it.each([
    [
      '"Groups" over "Add" and "Remove"',
      ['Email', 'Groups', ''],
      ['', 'Add', 'Remove'],
      'Groups / Add, Groups / Remove',
    ],
    ['no step over the next column', ['', 'Add', 'Remove'], listed, 'Add / Groups, Remove / Groups, Roles, Note'],
    ['no step over the next of two', ['', 'Remove', ''], ['Email', 'Groups', 'Roles'], 'Remove / Groups, Roles'],
    [
      'no step beyond a note',
      ['', 'Remove', '', ''],
      ['Email', 'Groups', 'Note', 'Roles'],
      'Remove / Groups, Note, Roles',
    ],
    ['no step over lists alone', ['Who', 'Remove', ''], ['Email', 'Note', 'Groups'], 'Note, Groups'],
    ['no title of the table', ['Remove', '', ''], ['Email', 'Groups', 'Roles'], 'Groups, Roles'],
  ] as const)('takes %s', (_name, cells, header, expected) => {
    expect(headingsOf(header, cells).slice(1).join(', ')).toBe(expected)
  })
})
