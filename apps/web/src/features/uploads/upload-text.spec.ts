import { describe, expect, it } from 'vitest'
import { upload } from '../../testing/upload.ts'
import { detectedDraft, fileCorrectionSchema } from './file/file-draft.ts'
import { validateFile } from './list/validate-file.ts'
import { rowNumber } from './rows/row-number.ts'
import { detectedParts, detectionWarnings, formatBytes, sinceChecked } from './upload-text.ts'

const detected = { ...upload.detected, byteOrderMark: true, delimiter: ';' } as const
const book = {
  ...detected,
  format: 'xlsx',
  encoding: null,
  byteOrderMark: false,
  delimiter: null,
  sheet: 'People',
  headerRow: 3,
  sheets: [
    { name: 'People', hidden: false, rows: 40 },
    { name: 'Old', hidden: true, rows: 9 },
    { name: 'Notes', hidden: false, rows: 2 },
    { name: 'Empty', hidden: false, rows: 0 },
  ],
} as const
const workbook = { ...book, sheets: [...book.sheets] }

describe('the detected format', () => {
  it('describes a text file', () => {
    expect(detectedParts(detected)).toEqual([
      'Text',
      'UTF-8 with byte order mark',
      'separated by semicolon',
      'column names in row 1',
    ])
    expect(detectionWarnings(detected)).toEqual([])
    const koreImport = { ...detected, recognizedAs: 'kore_import' } as const
    expect(detectionWarnings(koreImport)).toEqual([
      expect.stringMatching(/does not send names.*rows that invite or activate/),
    ])
  })

  it('describes a workbook and names the sheets it does not read', () => {
    expect(detectedParts(workbook)).toEqual(['Excel workbook', 'sheet “People” of 4', 'column names in row 3'])
    const comments = { count: 3, cells: ['B2', 'C1'], textBoxes: ['Draft'], isIncomplete: true }
    expect(
      detectionWarnings({ ...workbook, hiddenRows: 1, mergedCells: 2, merges: ['A2:A5'], formulas: 3, comments }),
    ).toEqual([
      '1 other sheet is not read: “Notes” (2 rows).',
      'Hidden and not read: “Old” (9 rows).',
      '1 row is hidden in the sheet. Muster reads it like any other.',
      '2 merged cells (A2:A5, …). The value counts for the first row of each. In mapped columns, the other cells are marked, to fill in or leave blank.',
      '3 cells have comments (B2, C1, …). Muster does not act on comments: read them before you apply the changes.',
      'The sheet has text boxes: “Draft”. Muster does not act on them.',
      'Some comments of the sheet could not be read. Open the file in your spreadsheet program to read them.',
      '3 formulas: Muster reads the stored values and calculates nothing.',
    ])
  })
})

describe('fileCorrectionSchema', () => {
  it.each([
    [{}, null],
    [{ delimiter: ';' }, null],
    [{ delimiter: ',' }, { delimiter: ',' }],
    [{ headerRow: '0' }, { headerRow: 0 }],
    [{ headerRow: 'two', delimiter: ',' }, null],
    [{ headerRow: '-1' }, null],
    [{ encoding: 'nonsense' }, null],
    [{ encoding: 'windows-1252', headerRow: '1' }, { encoding: 'windows-1252' }],
  ])('of %j is %j', (draft, correction) => {
    const parsed = fileCorrectionSchema(detected).safeParse({ ...detectedDraft(detected), ...draft })
    expect(parsed.success ? parsed.data : null).toEqual(correction)
  })
})

describe('validateFile', () => {
  it.each([
    ['people.csv', 10, null],
    ['PEOPLE.XLSX', 10, null],
    ['body.json', 10, null],
    ['people.xls', 10, /old Excel format/],
    ['people', 10, /cannot read “people”/],
    ['people.csv', 0, /empty/],
    ['people.csv', 26_214_400, null],
    ['people.csv', 27_262_976, /26 MB; the limit is 25 MB/],
  ])('checks %s of %d bytes', (name, size, problem) => {
    if (problem === null) expect(validateFile({ name, size })).toBeNull()
    else expect(validateFile({ name, size })).toMatch(problem)
  })
})

describe('formatBytes', () => {
  it.each([
    [1, '1 byte'],
    [1023, '1,023 bytes'],
    [1536, '1.5 KB'],
    [27_648, '27 KB'],
    [26_214_400, '25 MB'],
  ])('%d is %s', (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words)
  })
})

describe('rowNumber', () => {
  it.each([
    ['37', 37],
    [' 1 204 ', 1204],
    ['0', undefined],
    ['1.5', undefined],
    ['99999999', undefined],
  ])('of %j', (typed, row) => {
    expect(rowNumber(typed)).toBe(row)
  })
})

describe('sinceChecked', () => {
  const checkedAt = '2026-11-25T10:00:00.000Z'
  it.each([
    ['synced before the check', { state: 'ready', syncedAt: '2026-11-25T09:59:00.000Z' }, null],
    ['synced after the check', { state: 'ready', syncedAt: '2026-11-25T10:01:00.000Z' }, /synced after/],
    ['during the first sync', { state: 'loading', syncedAt: null }, /first sync/],
    ['during a later sync', { state: 'loading', syncedAt: '2026-11-25T09:00:00.000Z' }, null],
    ['with a forbidden sync', { state: 'forbidden', syncedAt: null }, null],
  ] as const)('%s', (_, directory, words) => {
    const sentence = sinceChecked({ checkedAt }, directory)
    if (words === null) expect(sentence).toBeNull()
    else expect(sentence).toMatch(words)
    expect(sinceChecked({ checkedAt: null }, directory)).toBeNull()
  })
})
