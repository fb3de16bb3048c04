import { describe, expect, it } from 'vitest'
import type { FileRow } from '../file-row.ts'
import { asFile, type RawEntry, rawZip } from '../testing/hostile-zip.ts'
import { type WorkbookParts, writeWorkbook } from '../testing/write-workbook.ts'
import { readXlsx, surveyXlsx } from './read-xlsx.ts'

async function readFile(path: string): Promise<readonly FileRow[]> {
  const rows: FileRow[] = []
  await readXlsx({ path, sheetName: null, hasMerges: false }, async (batch) => void rows.push(...batch))
  return rows
}
const read = async (parts: WorkbookParts) => readFile(await writeWorkbook(parts))
const text = (value: string) => `<c t="str"><v>${value}</v></c>`
const row = (...cells: readonly string[]) => `<row>${cells.join('')}</row>`

const part = (name: string, content: string): RawEntry => ({ name, content: Buffer.from(content) })
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const link = (kind: string, target: string, id = 'r1') =>
  `<Relationships><Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"/></Relationships>`
const book = '<workbook xmlns:r="r"><sheets><sheet name="People" r:id="r1"/></sheets></workbook>'
const sheet = `<worksheet><sheetData>${row(text('a'))}</sheetData></worksheet>`

describe('the parts of a workbook', () => {
  it.each<readonly [string, readonly RawEntry[]]>([
    [
      'are found in another folder that the container links to',
      [
        part('_rels/.rels', link('officeDocument', '/office/book.xml')),
        part('office/book.xml', book),
        part('office/_rels/book.xml.rels', link('worksheet', 'data/one.xml')),
        part('office/data/one.xml', sheet),
      ],
    ],
    [
      'are found by their content type alone',
      [
        part(
          '[Content_Types].xml',
          '<Types><Override PartName="/office/book.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        ),
        part('office/book.xml', book),
        part('office/_rels/book.xml.rels', link('worksheet', 'one.xml')),
        part('office/one.xml', sheet),
      ],
    ],
    [
      'are named in another case, with escapes and from the root without a slash',
      [
        part('_rels/.rels', link('officeDocument', 'XL/Workbook.xml')),
        part('xl/workbook.xml', book),
        part('xl/_rels/workbook.xml.rels', link('worksheet', 'XL/my%20Sheets/Sheet1.XML')),
        part('xl/my Sheets/sheet1.xml', sheet),
      ],
    ],
    [
      'are named with backslashes, in targets as well',
      [
        part('_rels\\.rels', link('officeDocument', '\\xl\\workbook.xml')),
        part('xl\\workbook.xml', book),
        part('xl\\_rels\\workbook.xml.rels', link('worksheet', '..\\xl\\.\\worksheets\\sheet1.xml')),
        part('xl\\worksheets\\sheet1.xml', sheet),
      ],
    ],
    [
      'may begin with blanks and a byte order mark',
      [
        part('_rels/.rels', `\ufeff\n ${link('officeDocument', 'xl/workbook.xml')}`),
        part('xl/workbook.xml', `\n\n<?xml version="1.0"?>${book}`),
        part('xl/_rels/workbook.xml.rels', ` <?xml version="1.0"?>${link('worksheet', 'worksheets/sheet1.xml')}`),
        part('xl/worksheets/sheet1.xml', `\r\n\t<?xml version="1.0"?>${sheet}`),
      ],
    ],
  ])('%s', async (_name, entries) => {
    expect((await readFile(await asFile(rawZip({ entries })))).map(({ cells }) => cells)).toEqual([['a']])
  })
})

describe('a formula', () => {
  const calculating = { 'docProps/app.xml': '<Properties><Application>LibreOffice/7.4</Application></Properties>' }
  const appLink = link('extended-properties', 'docProps/app.xml')
  const onLoad =
    '<workbook xmlns:r="r"><sheets><sheet name="People" r:id="r1"/></sheets><calcPr fullCalcOnLoad="1"/></workbook>'
  it.each<readonly [string, string, Readonly<Record<string, string>>, string | null]>([
    ['no value', '<c><f>A1</f></c>', {}, null],
    ['a blank value of a number', '<c><f>A1</f><v></v></c>', {}, null],
    ['a blank value of a boolean', '<c t="b"><f>A1</f><v/></c>', {}, null],
    ['a blank value of a shared text', '<c t="s"><f>A1</f><v/></c>', {}, null],
    ['no value of a text', '<c t="str"><f>A1</f></c>', {}, null],
    ['0 in a file that was never calculated', '<c><f>A1</f><v>0</v></c>', {}, null],
    ['0.0, as streaming writers store it', '<c t="n"><f>A1</f><v>0.0</v></c>', {}, null],
    ['0 in a file to be calculated', '<c><f>A1</f><v>0</v></c>', { 'xl/workbook.xml': onLoad }, null],
    [
      'an empty text in a file to be calculated',
      '<c t="str"><f>A1</f><v></v></c>',
      { 'xl/workbook.xml': onLoad },
      null,
    ],
    ['a shared formula of another cell, and no value', '<c><f t="shared" si="0"/></c>', {}, null],
    ['an empty text that Excel calculated', '<c t="str"><f>A1</f><v></v></c>', {}, ''],
    ['0 that Excel calculated', '<c><f>A1</f><v>0</v></c>', { 'xl/calcChain.xml': '<calcChain/>' }, '0'],
    ['0 that LibreOffice calculated', '<c><f>A1</f><v>0</v></c>', { ...calculating, '_rels/.rels': appLink }, '0'],
    ['FALSE', '<c t="b"><f>A1</f><v>0</v></c>', {}, 'FALSE'],
    ['a number', '<c><f>A1</f><v>7</v></c>', {}, '7'],
  ])('with %s is distinguished from one with a value', async (_name, cell, parts, value) => {
    const [only] = await read({ rows: row(text('a'), cell), parts })
    expect(only?.errors).toEqual(value === null ? [1] : [])
    expect(only?.cells[1] ?? '').toBe(value ?? '')
  })

  it('without a value keeps a row that has no other content', async () => {
    expect(await read({ rows: row('<c r="B1"><f>A1</f></c>') })).toMatchObject([{ row: 1, errors: [1] }])
  })
})

describe('a link', () => {
  const linked = (target: string, ref: string) => ({
    sheet: `<worksheet><sheetData>${row(text('Ana'), text('x'))}${row(text('Ben'))}</sheetData><hyperlinks><hyperlink ref="${ref}" r:id="r7" xmlns:r="r"/></hyperlinks></worksheet>`,
    parts: {
      'xl/worksheets/_rels/sheet1.xml.rels': `<Relationships><Relationship Id="r7" Type="${office}/hyperlink" Target="${target}" TargetMode="External"/></Relationships>`,
    },
  })
  const offers = async (parts: WorkbookParts) =>
    (await read(parts)).flatMap((one) => (one.offers ?? []).map(({ column, value }) => `${one.row}.${column} ${value}`))
  it.each([
    ['MAILTO:ana%40example.com', 'A1', ['1.0 ana@example.com']],
    ['mailto:ana@example.com?cc=x@example.com', 'A1:B1', ['1.0 ana@example.com', '1.1 ana@example.com']],
    ['mailto:ana@example.com', 'A1:A2', ['1.0 ana@example.com', '2.0 ana@example.com']],
    ['https://example.com/ana@example.com', 'A1', []],
    ['mailto:%E0%A4%A', 'A1', []],
    ['mailto:ana@example.com', 'B1:A9999999', []],
  ])('to %s at %s', async (target, ref, expected) => expect(await offers(linked(target, ref))).toEqual(expected))

  it('in a formula is offered too', async () => {
    const cell = (formula: string) => `<c t="str"><f>${formula}</f><v>Ana</v></c>`
    const rows = row(
      cell('HYPERLINK(&quot;mailto:ana@example.com&quot;,&quot;Ana&quot;)'),
      cell('hyperlink(&quot;https://example.com&quot;)'),
      cell('A1&amp;HYPERLINK(&quot;mailto:b@example.com&quot;)'),
    )
    expect(await offers({ rows })).toEqual(['1.0 ana@example.com'])
  })
})

describe('the sheet that is read', () => {
  const sheets = (
    states: readonly (readonly [name: string, kind: string, rows: string, state?: string])[],
    active?: number,
  ) => ({
    parts: {
      'xl/workbook.xml': `<workbook xmlns:r="r"><bookViews>${active === undefined ? '' : `<workbookView activeTab="${active}"/>`}</bookViews><sheets>${states.map(([name, , , state = 'visible'], at) => `<sheet name="${name}" state="${state}" r:id="r${at}"/>`).join('')}</sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships>${states.map(([, kind], at) => `<Relationship Id="r${at}" Type="${office}/${kind}" Target="sheets/${at}.xml"/>`).join('')}</Relationships>`,
      ...Object.fromEntries(
        states.map(([, , rows], at) => [
          `xl/sheets/${at}.xml`,
          `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
        ]),
      ),
    },
  })
  const users = row(text('Email'), text('Groups')) + row(text('ana@example.com'), text('Data'))
  const cover = row(text('Access review')) + row(text('Contact'), text('it@example.com'))
  it.each<[string, Parameters<typeof sheets>[0], string, number?]>([
    [
      'not a cover with a contact',
      [
        ['Cover', 'worksheet', cover],
        ['Users', 'worksheet', users],
      ],
      'Users',
    ],
    [
      'not an empty sheet',
      [
        ['Sheet1', 'worksheet', ''],
        ['Sheet2', 'worksheet', row(text('a'))],
      ],
      'Sheet2',
    ],
    [
      'not a macro sheet',
      [
        ['Macro1', 'xlMacrosheet', users],
        ['Users', 'worksheet', users],
      ],
      'Users',
    ],
    [
      'not a dialog sheet',
      [
        ['Dialog1', 'dialogsheet', users],
        ['Users', 'worksheet', users],
      ],
      'Users',
    ],
    [
      'not a hidden sheet',
      [
        ['Old', 'worksheet', users, 'hidden'],
        ['Cover', 'worksheet', cover],
      ],
      'Cover',
    ],
    [
      'the first of two equal ones',
      [
        ['One', 'worksheet', users],
        ['Two', 'worksheet', users],
      ],
      'One',
    ],
    [
      'the active one of equal ones, after a chart',
      [
        ['Chart', 'chartsheet', ''],
        ['January', 'worksheet', users],
        ['February', 'worksheet', users],
        ['March', 'worksheet', users],
      ],
      'February',
      2,
    ],
    [
      'not an active sheet with other headings',
      [
        ['Users', 'worksheet', users],
        ['Cover', 'worksheet', cover],
      ],
      'Users',
      1,
    ],
    [
      'not an active sheet that is hidden',
      [
        ['Users', 'worksheet', users],
        ['Old', 'worksheet', users, 'hidden'],
      ],
      'Users',
      1,
    ],
    [
      'not a sheet with other headings',
      [
        ['Bots', 'worksheet', row(text('Bot'), text('Owner')) + row(text('Billing'), text('x'))],
        ['U', 'worksheet', users],
      ],
      'U',
    ],
    ['the only one, hidden', [['Old', 'worksheet', users, 'veryHidden']], 'Old'],
  ])('is %s', async (_name, given, expected, active) => {
    const path = await writeWorkbook(sheets(given, active))
    expect((await surveyXlsx({ path, sheetName: null }, async () => undefined)).sheet).toBe(expected)
  })
})

describe('styled blanks', () => {
  it('are ignored, however far out', async () => {
    const rows = `<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" s="3"/><c r="XFD1" s="3"/></row><row r="2"><c r="A2" s="2"><v></v></c></row><row r="3"><c t="str"><v> \u00a0</v></c></row><row r="1048577"><c r="A1048577" s="1"/></row>`
    expect((await read({ rows })).map(({ row: number, cells }) => [number, cells])).toEqual([[1, ['a']]])
  })
})
