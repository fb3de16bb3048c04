import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { FileRow } from '../file-row.ts'
import { inEnglish } from '../testing/in-english.ts'
import { type WorkbookParts, writeWorkbook } from '../testing/write-workbook.ts'
import { readXlsx, surveyXlsx } from './read-xlsx.ts'
import { dateText } from './xlsx-date.ts'

async function read(path: string, sheetName: string | null = null) {
  const rows: FileRow[] = []
  const facts = await inEnglish(() =>
    readXlsx({ path, sheetName, hasMerges: true }, async (batch) => void rows.push(...batch)),
  )
  return { rows, facts }
}
const readParts = async (parts: WorkbookParts) => read(await writeWorkbook(parts))
const cells = async (rowsXml: string, more: Omit<WorkbookParts, 'rows'> = {}) =>
  (await readParts({ rows: rowsXml, ...more })).rows.map((row) => row.cells)

describe('readXlsx', () => {
  it('reads shared strings, rich text, inline strings, numbers, booleans and gaps', async () => {
    const strings = '<si><t>Ana</t></si><si><r><t>Be</t></r><r><t>n</t></r><rPh sb="0" eb="1"><t>hint</t></rPh></si>'
    const rows =
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row><row r="4"><c t="inlineStr"><is><t>x</t></is></c><c><v>0.30000000000000004</v></c><c t="b"><v>1</v></c><c><v>1e+308</v></c></row>'
    expect(await cells(rows, { strings })).toEqual([
      ['Ana', '', 'Ben'],
      ['x', '0.3', 'TRUE', '1e+308'],
    ])
  })

  it('keeps the displayed row numbers, and skips blank rows', async () => {
    const { rows } = await readParts({
      rows: '<row r="2"><c t="str"><v>a</v></c></row><row r="3"/><row r="9" hidden="1"><c t="str"><v>b</v></c></row>',
    })
    expect(rows.map(({ row, hidden }) => [row, hidden])).toEqual([
      [2, false],
      [9, true],
    ])
  })

  it('reads the last value of a formula and marks it; never calculates', async () => {
    const { rows, facts } = await readParts({
      rows: '<row><c t="str"><f>HYPERLINK("http://x")</f><v>shown</v></c><c t="e"><v>#N/A</v></c></row>',
    })
    expect(rows[0]).toMatchObject({ cells: ['shown', '#N/A'], formulas: [0], errors: [1] })
    expect(facts?.formulas).toBe(1)
  })

  it('shows dates as dates, of both calendars', async () => {
    const dates = '<row><c s="1"><v>45658</v></c><c s="2"><v>45658.5</v></c><c><v>45658</v></c></row>'
    expect(await cells(dates)).toEqual([['2025-01-01', '2025-01-01 12:00:00', '45658']])
    expect(await cells('<row><c s="1"><v>44196</v></c></row>', { workbookAttributes: 'date1904="1"' })).toEqual([
      ['2025-01-01'],
    ])
    expect(dateText(1, false)).toBe('1900-01-01')
  })

  it('keeps the displayed zeros of a number: it is an id', async () => {
    const ids = '<row><c s="3"><v>42</v></c><c s="3"><v>1234567</v></c><c s="3"><v>0.5</v></c><c><v>42</v></c></row>'
    expect(await cells(ids)).toEqual([['000042', '1234567', '0.5', '42']])
  })

  it('reports what a sheet hides and merges', async () => {
    const sheet =
      '<worksheet><cols><col min="2" max="3" hidden="1"/><col min="4" max="4" hidden="true"/><col min="5" max="5" hidden="false"/></cols><sheetData><row><c t="str"><v>a</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>'
    expect((await readParts({ sheet })).facts).toMatchObject({
      hiddenColumns: 3,
      mergedCells: 1,
      merges: ['A1:B1'],
      rows: 1,
    })
  })
})

describe('merged cells', () => {
  /** Three rows of four columns: a1 to d1, then e and f alone in their rows. */
  const sheet = (...merges: readonly string[]) =>
    `<worksheet><sheetData><row r="1">${['a1', 'b1', 'c1', 'd1'].map((text) => `<c t="str"><v>${text}</v></c>`).join('')}</row><row r="2"><c t="str"><v>e</v></c></row><row r="4"><c r="A4" t="str"><v>f</v></c><c r="C4" t="str"><v>c1</v></c></row></sheetData><mergeCells>${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells></worksheet>`
  const marked = async (...merges: readonly string[]) => {
    const { rows } = await readParts({ sheet: sheet(...merges) })
    return rows.flatMap(({ row, merged = [] }) =>
      merged.map(({ column, range, value }) => `${row}.${column} ${range} ${value}`),
    )
  }
  it.each([
    ['down a column', ['B1:B4'], ['2.1 B1:B4 b1', '4.1 B1:B4 b1']],
    ['along a row', ['A1:C1'], ['1.1 A1:C1 a1', '1.2 A1:C1 a1']],
    ['over a block', ['B1:C2'], ['1.2 B1:C2 b1', '2.1 B1:C2 b1', '2.2 B1:C2 b1']],
    ['two adjacent ones, in any order', ['D1:D2', 'B1:B2'], ['2.1 B1:B2 b1', '2.3 D1:D2 d1']],
    ['not a cell with the same value', ['C1:C4'], ['2.2 C1:C4 c1']],
    ['a value hidden below', ['A1:A2'], ['2.0 A1:A2 a1']],
    ['nothing without a value to display', ['D2:D4', 'B3:B4'], []],
    ['not one that overlaps another', ['B1:B2', 'B1:C4', 'A2:D2'], ['2.1 B1:B2 b1']],
    ['a single cell, and an invalid range', ['A1', 'A0:', 'nonsense', '', 'B4:B1'], []],
    ['beyond the maximum columns', ['XFA1:XFD4'], []],
    ['at most 16 in a row', ['A1:XFD1'], Array.from({ length: 16 }, (_, n) => `1.${n + 1} A1:XFD1 a1`)],
  ])('mark %s', async (_name, merges, expected) => expect(await marked(...merges)).toEqual(expected))
})

describe('the other sheets', () => {
  const others = async (sheet: string) => {
    const parts = { 'xl/worksheets/sheet2.xml': sheet }
    const path = await writeWorkbook({ rows: '<row><c t="str"><v>a</v></c></row>', parts })
    const { sheets } = await surveyXlsx({ path, sheetName: null }, async () => undefined)
    return sheets
  }
  const row = '<row><c><v>1</v></c></row>'
  it.each([
    ['counted', `<worksheet><sheetData>${row.repeat(3)}<row/></sheetData></worksheet>`, 3],
    ['not counted to the end if there are very many', `<worksheet><sheetData>${row.repeat(10_001)}`, null],
    ['no reason to refuse the file if they are damaged', '<worksheet><oops>', null],
  ])('are %s', async (_name, sheet, rows) =>
    expect(await others(sheet)).toEqual([
      { name: 'People', hidden: false, rows: 1 },
      { name: 'Secret', hidden: true, rows },
    ]),
  )
})

describe('hostile workbooks', () => {
  const bomb = `<row><c t="inlineStr"><is><t>${'0'.repeat(30_000)}</t></is></c></row>`.repeat(3000)
  const hostile: readonly (readonly [name: string, parts: WorkbookParts, why: RegExp])[] = [
    ['a part that unpacks far beyond its size', { rows: bomb }, /100 times its size/],
    ['a document type', { sheet: '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>' }, /document type/],
    ['an outside entity', { sheet: '<!DOCTYPE x SYSTEM "http://127.0.0.1/x"><worksheet/>' }, /document type/],
    ['an unknown entity', { rows: '<row><c t="str"><v>&boom;</v></c></row>' }, /not well-formed/],
    ['deep nesting', { sheet: '<a>'.repeat(70) + '</a>'.repeat(70) }, /nested deeper/],
    ['a missing shared string', { rows: '<row><c t="s"><v>7</v></c></row>' }, /points to a text that is not there/],
    ['macros', { parts: { 'xl/vbaProject.bin': 'x' } }, /macros/],
    [
      'too many parts',
      { parts: Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`x/${at}`, ''])) },
      /parts; the maximum is 1,000/,
    ],
    ['a column beyond the maximum', { rows: '<row><c r="ZZZ1" t="str"><v>a</v></c></row>' }, /maximum is 256 columns/],
    [
      'a row beyond the maximum',
      { rows: '<row r="1048577"><c t="str"><v>a</v></c></row>' },
      /more than 1,048,576 rows/,
    ],
    [
      'a cell longer than the maximum',
      { rows: `<row><c t="str"><v>${'ab'.repeat(20_000)}</v></c></row>` },
      /longer than 32,767/,
    ],
    [
      'bytes that are not text',
      { parts: { 'xl/worksheets/sheet1.xml': Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0xfe]) } },
      /not in UTF-8/,
    ],
  ]
  it.each(hostile)('refuses %s', async (_name, parts, why) => {
    await expect(readParts(parts)).rejects.toThrow(why)
  })

  it('refuses truncated workbooks and lookalikes', async () => {
    const path = await writeWorkbook({ rows: '<row><c t="str"><v>a</v></c></row>' })
    const whole = await readFile(path)
    await writeFile(path, whole.subarray(0, whole.length - 40))
    await expect(read(path)).rejects.toThrow(/damaged/)
    await writeFile(path, Buffer.from('PK\u0003\u0004 and nothing else'))
    await expect(read(path)).rejects.toThrow(/damaged/)
  })

  it('refuses a part whose name leads out', async () => {
    const path = await writeWorkbook({ parts: { 'xl/aa/bb.xml': 'x' } })
    const bytes = (await readFile(path)).toString('latin1').replaceAll('xl/aa/bb.xml', 'xl/../bb.xml')
    await writeFile(path, bytes, 'latin1')
    await expect(read(path)).rejects.toThrow(/leads out|damaged/)
  })
})
