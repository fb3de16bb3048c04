import type { UploadColumn, UploadIssueGroup } from '@muster/contracts/uploads'
import { describe, expect, it } from 'vitest'
import { bestSuggestions, fixOptionsOf, issueKindsOf, nameChoices, selectedIssue } from '../issues/issue-groups.ts'
import { mostSimilar, searchesFor } from '../issues/similar-addresses.ts'
import { looksLikeRows, readPaste } from '../list/read-paste.ts'
import { whyNoPlan } from '../plan/plan-readiness.ts'
import { isTyped, isUndo, moveBy } from './grid-move.ts'
import { currentCells, pastedTable, placePaste } from './grid-paste.ts'
import { reviewFilters, rowTabs } from './row-counts.ts'
import { cellLevel, columnWidth, groupOf } from './row-issues.ts'

const group = (over: Partial<UploadIssueGroup>): UploadIssueGroup => ({
  key: 'role_unknown:1:Testr',
  code: 'role_unknown',
  level: 'error',
  title: 'Role not found',
  remedy: 'Choose one.',
  column: 1,
  value: 'Testr',
  count: 3,
  suggestions: ['Tester'],
  firstRow: 2,
  ...over,
})
const counts = { rows: 45, ready: 38, errors: 5, warnings: 2, notes: 0, excluded: 1, done: 1 }

describe('row counts', () => {
  it('add up to all rows', () => {
    const [all, ...classes] = rowTabs(counts)
    expect(all?.count).toBe(classes.reduce((sum, { count }) => sum + count, 0))
    expect(reviewFilters(counts).map(({ key }) => key)).toEqual(['warning'])
  })

  it('show excluded and done rows only if there are any', () => {
    expect(rowTabs({ ...counts, excluded: 0, done: 0 }).map(({ key }) => key)).toEqual([null, 'ready', 'error'])
  })
})

describe('issues', () => {
  it('are grouped by code and column', () => {
    const kinds = issueKindsOf([
      group({}),
      group({ value: 'Tetser', count: 2, key: 'b' }),
      group({ column: 2, key: 'c' }),
      group({ code: 'person_missing', column: null, value: null, key: 'd', count: 1 }),
    ])
    expect(kinds.map(({ key, count, groups }) => [key, count, groups.length])).toEqual([
      ['role_unknown:1', 5, 2],
      ['role_unknown:2', 3, 1],
      ['person_missing:', 1, 1],
    ])
  })

  it.each([
    ['role_unknown', 1, { choose: 'role', isPersonal: false, mayClear: false }],
    ['group_unknown', 1, { choose: 'group', isPersonal: false, mayClear: true }],
    ['person_unknown', 0, { choose: 'text', isPersonal: true, mayClear: false }],
    ['email_several', 0, { choose: 'text', isPersonal: true, mayClear: false }],
    ['list_conflict', 2, { choose: null, isPersonal: false, mayClear: true }],
    ['duplicate_person', null, { choose: null, isPersonal: false, mayClear: false }],
    ['person_unknown', null, { choose: null, isPersonal: true, mayClear: false }],
    ['spaces_trimmed', 0, { choose: null, isPersonal: false, mayClear: false }],
  ] as const)('%s in column %s has the options %j', (code, column, way) => {
    expect(fixOptionsOf({ code, column })).toEqual(way)
  })

  const groups = [
    group({ key: 'role_unknown:1:Testr', suggestions: ['Tester'] }),
    group({ key: 'role_unknown:1:Qzx', value: 'Qzx', suggestions: [], count: 2 }),
  ]

  it('are selected as one value, or with all values', () => {
    expect(selectedIssue(groups, 'role_unknown:1:Qzx')).toMatchObject({ value: 'Qzx', values: [groups[1]] })
    expect(selectedIssue(groups, 'role_unknown:1')).toMatchObject({ value: null, count: 5, values: groups })
    expect(selectedIssue(groups, 'role_unknown:2')).toBeUndefined()
    expect(selectedIssue(groups, undefined)).toBeUndefined()
  })

  it('of very many merged cells have no value and no suggestions', () => {
    const many = group({ key: 'cell_merged:1:', code: 'cell_merged', value: 'A2:A5', suggestions: ['Support'] })
    expect(selectedIssue([many], many.key)).toMatchObject({ key: many.key, value: null, suggestions: [], count: 3 })
    const one = { ...many, key: 'cell_merged:1:A2:A5' }
    expect(selectedIssue([one], one.key)).toMatchObject({ value: 'A2:A5', suggestions: ['Support'] })
  })

  it('suggest a value for each, unless the choice would be arbitrary', () => {
    const all = { ...group({}), values: groups }
    expect(bestSuggestions(all)).toEqual([['Testr', 'Tester']])
    expect(bestSuggestions({ ...all, code: 'flag_unrecognized' })).toEqual([])
  })

  it('find users with a similar address, the most similar first', () => {
    const users = ['anna.lee7@acme.example', 'ana.lee7@acme.example', 'zoe@acme.example'].map((email) => ({ email }))
    expect(mostSimilar('ana.le7@acme.example', users).map(({ email }) => email)).toEqual([
      'ana.lee7@acme.example',
      'anna.lee7@acme.example',
    ])
    expect(searchesFor('ana.le7@acme.example')).toEqual(['ana.le7', 'ana.'])
    expect(searchesFor('@x')).toEqual([])
  })

  it('distinguish entries with the same name by id', () => {
    const entries = [
      { id: 'e-1', name: 'Support' },
      { id: 'e-2', name: 'support' },
      { id: 'e-3', name: 'Sales' },
    ]
    expect(nameChoices(entries).map(({ value }) => value)).toEqual(['e-1', 'e-2', 'Sales'])
  })
})

describe('the grid', () => {
  const size = { rows: 30, columns: 4, page: 10, isMirrored: false }
  const key = (name: string, ctrlKey = false) => ({ key: name, ctrlKey, metaKey: false, altKey: false })
  it.each([
    ['ArrowDown', false, { index: 6, column: 2 }],
    ['ArrowUp', true, { index: 0, column: 2 }],
    ['ArrowRight', false, { index: 5, column: 3 }],
    ['ArrowLeft', true, { index: 5, column: -1 }],
    ['PageDown', false, { index: 15, column: 2 }],
    ['Home', false, { index: 5, column: -1 }],
    ['End', true, { index: 29, column: 3 }],
  ])('%s (Ctrl %s)', (name, far, place) => {
    expect(moveBy({ index: 5, column: 2 }, key(name, far), size)).toEqual(place)
  })

  it('mirrors the arrow keys in a right-to-left language', () => {
    const place = { index: 5, column: 2 }
    expect(moveBy(place, key('ArrowLeft'), { ...size, isMirrored: true })).toEqual({ index: 5, column: 3 })
    expect(moveBy(place, key('ArrowRight'), { ...size, isMirrored: true })).toEqual({ index: 5, column: 1 })
  })

  it('stays inside its bounds', () => {
    expect(moveBy({ index: 29, column: 3 }, key('PageDown'), size)).toEqual({ index: 29, column: 3 })
    expect(moveBy({ index: 0, column: -1 }, key('ArrowLeft'), size)).toEqual({ index: 0, column: -1 })
    expect(moveBy({ index: 0, column: 0 }, key('x'), size)).toBeNull()
  })

  it.each([
    ['a', false, true],
    ['é', false, true],
    ['c', true, false],
    [' ', false, false],
    ['Enter', false, false],
    ['F5', false, false],
  ])('%s (Ctrl %s) types a character: %s', (name, ctrl, writes) => {
    expect(isTyped(key(name, ctrl))).toBe(writes)
  })

  it.each([
    [{ key: 'z', ctrlKey: true, metaKey: false, shiftKey: false }, true],
    [{ key: 'Z', ctrlKey: false, metaKey: true, shiftKey: false }, true],
    [{ key: 'z', ctrlKey: true, metaKey: false, shiftKey: true }, false],
    [{ key: 'z', ctrlKey: false, metaKey: false, shiftKey: false }, false],
  ])('%j undoes the latest edit: %s', (pressed, undoes) => expect(isUndo(pressed)).toBe(undoes))

  it.each([
    [
      'a\tb\nc\td\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    // A cell of two lines must stay one cell, or it would overwrite the rows below.
    [
      '"Data\nQuality"\tyes\r\nSales\tno',
      [
        ['Data\nQuality', 'yes'],
        ['Sales', 'no'],
      ],
    ],
    ['"is ""hi""\tthere"\tx', [['is "hi"\tthere', 'x']]],
    ['say "hi"\t"quoted"', [['say "hi"', '"quoted"']]],
    ['"never closed\nb', [['"never closed'], ['b']]],
    [
      'a\t\n\tb',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['', [['']]],
  ])('reads %j as a spreadsheet copies it', (text, table) => expect(pastedTable(text)).toEqual(table))

  it('returns the current values of cells, to undo an edit', () => {
    const row = {
      row: 2,
      cells: ['a', 'b'],
      edited: [],
      excluded: false,
      level: null,
      issues: [],
      identifier: null,
      change: null,
    }
    expect(
      currentCells(
        [
          { row: 2, column: 1, value: 'x' },
          { row: 2, column: 3, value: 'y' },
        ],
        [row],
      ),
    ).toEqual([
      { row: 2, column: 1, value: 'b' },
      { row: 2, column: 3, value: '' },
    ])
  })

  it('places pasted cells on the rows and columns shown, and counts those outside', () => {
    const grid = { rows: [{ row: 2 }, { row: 9 }], columns: [{ index: 0 }, { index: 4 }] }
    expect(placePaste('a\tb\r\nc\td\r\ne\tf\r\n', { index: 0, column: 1 }, grid)).toEqual({
      cells: [
        { row: 2, column: 4, value: 'a' },
        { row: 9, column: 4, value: 'c' },
      ],
      outside: 4,
    })
    const many = { rows: Array.from({ length: 1001 }, (_, row) => ({ row })), columns: [{ index: 0 }] }
    expect(placePaste('x\n'.repeat(1001), { index: 0, column: 0 }, many)).toBeNull()
  })

  it('marks a cell by its highest issue level', () => {
    const issue = { code: 'role_unknown', column: 1, value: 'Testr', message: '', suggestions: [] } as const
    const issues = [
      { ...issue, level: 'note' as const, suggestions: [] },
      { ...issue, level: 'error' as const, suggestions: [] },
    ]
    expect(cellLevel(issues, 1)).toBe('error')
    expect(cellLevel(issues, 0)).toBeNull()
    expect(groupOf({ ...issue, level: 'error', suggestions: [] }, [group({})])?.count).toBe(3)
    expect(groupOf({ ...issue, value: 'x', level: 'error', suggestions: [] }, [group({})])).toBeUndefined()
  })

  it('gives columns a bounded width', () => {
    expect(columnWidth({ header: 'x', samples: [] })).toBe(176)
    expect(columnWidth({ header: 'x', samples: ['y'.repeat(80)] })).toBe(280)
  })
})

describe('pasted cells', () => {
  const clipboard = (text: string, files: File[] = []) => ({ files, getData: () => text })
  it('become a file, preferring text to the picture that a spreadsheet adds', async () => {
    const pasted = readPaste(clipboard('Email\tRole\r\na@b.co\tTester\r\n', [new File(['png'], 'image.png')]))
    expect(pasted).toMatchObject({ kind: 'cells', lines: 2 })
    if (pasted.kind !== 'cells') throw new Error('no cells')
    expect([pasted.file.name, await pasted.file.text()]).toEqual(['pasted.tsv', 'Email\tRole\r\na@b.co\tTester\r\n'])
  })

  it('are a file if one was copied, and nothing otherwise', () => {
    expect(readPaste(clipboard('', [new File(['x'], 'a.csv')])).kind).toBe('file')
    expect(readPaste(clipboard(' \n ')).kind).toBe('nothing')
  })

  it.each([
    ['a word', false],
    ['a\tb', true],
    ['a\nb', true],
    ['a\n', false],
  ])('%j looks like rows: %s', (text, rows) => {
    expect(looksLikeRows(text)).toBe(rows)
  })
})

describe('whyNoPlan', () => {
  const column = (mapping: 'email' | 'remove'): UploadColumn => ({
    index: 0,
    header: mapping,
    mapping,
    suggestions: [],
    samples: [],
    fillRate: 1,
    blank: 'keep',
    remembered: false,
  })
  const columns = [column('email'), column('remove')]
  it.each<[Parameters<typeof whyNoPlan>[0], RegExp]>([
    [{ state: 'checking', columns, counts }, /still checking the rows/],
    [{ state: 'checked', columns: [], counts }, /identifies the user/],
    [{ state: 'checked', columns, counts: { ...counts, rows: 0 } }, /no rows/],
    [{ state: 'checked', columns, counts: { ...counts, ready: 0, errors: 0 } }, /excluded or already done/],
    [{ state: 'checked', columns, counts: { ...counts, ready: 0 } }, /No row is ready/],
  ])('explains %j', (upload, why) => {
    expect(whyNoPlan(upload)).toMatch(why)
  })

  it('is null if a plan is possible, with or without errors', () => {
    expect(whyNoPlan({ state: 'checked', columns, counts })).toBeNull()
  })
})
