import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { writeWorkbook } from '../testing/write-workbook.ts'
import { rowsOfText } from '../text/read-csv.ts'
import { createNumberFormat } from './xlsx-number.ts'

const show = (code: string | undefined, stored: string, id = 170) => createNumberFormat(id, code, false)(stored)

describe('a number', () => {
  it.each([
    ['"E"00000', '10002', 'E10002'],
    [String.raw`\E000000`, '100777', 'E100777'],
    ['"EMP-"0', '7', 'EMP-7'],
    ['[$E]00000', '42', 'E00042'],
    ['"ID "General', '77', 'ID 77'],
    ['00000"-A"', '10002', '10002-A'],
    ['000-00-0000', '1020777', '001-02-0777'],
    ['"E"0', '12345678901234567890', 'E12345678901234567890'],
    ['000000', '42', '000042'],
    ['0%', '0.5', '50%'],
    ['"yes";;"no"', '1', 'yes'],
    ['"yes";;"no"', '0', 'no'],
    ['[=1]"yes";"no"', '0', 'no'],
    ['[h]:mm', '1.5', '36:00'],
    ['dd/mm/yyyy', '45000.5', '2023-03-15 12:00:00'],
    ['yyyy"年"m"月"d"日"', '45000', '2023-03-15'],
    ['[$-F800]dddd, mmmm dd, yyyy', '45000', '2023-03-15'],
  ])('of format %s is read as displayed: %s', (code, stored, text) => expect(show(code, stored)).toEqual({ text }))

  it.each([
    'General',
    'Standard',
    'Estándar',
    'Geral',
    'Generale',
    'Обычный',
    '標準',
    'G/標準',
    '[$-407]General',
    '@',
    '0',
    '#,##0',
    '#,##0.00',
    '[Red]0',
    '0_s',
    '_-* #,##0_-;\\-* #,##0_-;_-* "-"_-;_-@_-',
    String.raw`#,##0\ [$€-407]`,
    '[$CHF] #,##0.00',
    '0.00E+00',
    String.raw`#\ ###\ ###`,
    'x'.repeat(300),
    '"never closed',
    '[',
  ])('of format %s is its digits, not a date', (code) => expect(show(code, '100777').text).toBe('100777'))

  it.each([
    [String.raw`0\s`, '100777s'],
    ['0.00" h"', '100777.00 h'],
    ['"E"0E+0', 'E1E+5'],
    ['0"-A"', '100777-A'],
    [String.raw`[<=9999999]###\-####;\(###\)\ ###\-####`, '10-0777'],
    ['0,', '101'],
    [';;;', ''],
  ])('of format %s keeps the displayed text beside its digits', (code, displayed) =>
    expect(show(code, '100777')).toEqual({ text: '100777', displayed }),
  )

  it.each([
    [14, '45000', '2023-03-15'],
    [22, '45000.25', '2023-03-15 06:00:00'],
    [9, '1', '100%'],
    [1, '100777', '100777'],
    [49, '100777', '100777'],
    [999, '100777', '100777'],
  ])('of the built-in format %i is %s as text', (id, stored, text) =>
    expect(show(undefined, stored, id).text).toBe(text),
  )

  const digits = fc.stringMatching(/^[1-9]\d{0,29}$/)
  const codes = fc.constantFrom('General', '0', '#,##0', '@', '"E"0', '"E"00000', '000000', '0.00', '[$€-407] #,##0')
  test.prop([digits, codes], { numRuns: 2000 })('keeps all digits', (stored, code) => {
    const { text, displayed } = show(code, stored)
    expect(displayed).toBeUndefined()
    expect(text.replace(/^E?0*/, '')).toBe(stored)
    expect(text.startsWith('E')).toBe(code.startsWith('"E"'))
  })

  test.prop([fc.string({ maxLength: 300 }), fc.double()], { numRuns: 2000 })(
    'becomes text in bounded time, whatever the format',
    (code, value) => {
      expect(show(code, String(value)).text.length).toBeLessThan(2000)
    },
  )
})

const office = process.env['SOFFICE_PATH'] ?? ''

describe.runIf(office !== '')('LibreOffice', () => {
  it('displays the same', { timeout: 180_000 }, async () => {
    const codes = [
      '"E"00000',
      String.raw`\E0`,
      '000000',
      '"EMP-"0',
      '00000"-A"',
      '000-00-0000',
      '0%',
      '"yes";"x";"no"',
      '@',
      '0',
    ]
    const values = ['0', '1', '42', '10002', '100777', '123456789']
    const escaped = (code: string) => code.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
    const styles = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="${codes.length}">${codes.map((code, at) => `<numFmt numFmtId="${170 + at}" formatCode="${escaped(code)}"/>`).join('')}</numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="${codes.length + 1}"><xf/>${codes.map((_, at) => `<xf numFmtId="${170 + at}" applyNumberFormat="1"/>`).join('')}</cellXfs></styleSheet>`
    const rows = values
      .map((value) => `<row>${codes.map((_, at) => `<c s="${at + 1}"><v>${value}</v></c>`).join('')}</row>`)
      .join('')
    const path = await writeWorkbook({ ...wholeWorkbook(rows, styles) })
    await promisify(execFile)(office, [
      '--headless',
      `-env:UserInstallation=file://${dirname(path)}/profile`,
      '--convert-to',
      'csv:Text - txt - csv (StarCalc):44,34,76',
      '--outdir',
      dirname(path),
      path,
    ])
    const shown = await Array.fromAsync(rowsOfText(await readFile(join(dirname(path), 'book.csv'), 'utf8'), ','))
    expect(shown.map(({ cells }) => cells)).toEqual(values.map((value) => codes.map((code) => show(code, value).text)))
  })
})

/** A workbook that strict programs accept. */
function wholeWorkbook(rows: string, styles: string) {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const links = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const packages = 'http://schemas.openxmlformats.org/package/2006'
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  return {
    sheet: `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`,
    parts: {
      '[Content_Types].xml': `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/></Types>`,
      '_rels/.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="r1" Type="${links}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${links}"><sheets><sheet name="People" sheetId="1" r:id="r1"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="r1" Type="${links}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${links}/styles" Target="styles.xml"/></Relationships>`,
      'xl/styles.xml': styles,
    },
  }
}
