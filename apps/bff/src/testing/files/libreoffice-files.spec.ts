import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'

const office = process.env['SOFFICE_PATH']
const folder = mkdtempSync(join(tmpdir(), 'libreoffice-'))
// Cells separated by commas in UTF-8; the second column as text, in English (US), numbers and formulas recognized.
const importOptions = 'CSV:44,34,76,1,1/1/2/2,1033,false,true,true,false,false,0,true'

/** Converts a text file, a flat OpenDocument sheet or a workbook to another format with LibreOffice. */
async function convert(contents: string | Buffer, format: 'xlsx' | 'ods' | 'fods'): Promise<Uint8Array<ArrayBuffer>> {
  const isText = typeof contents === 'string' && !contents.startsWith('<')
  const path = join(folder, `users.${typeof contents !== 'string' ? 'xlsx' : isText ? 'csv' : 'fods'}`)
  writeFileSync(path, contents)
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
  const filter = isText ? [`--infilter=${importOptions}`] : []
  const args = [profile, '--headless', ...filter, '--convert-to', format, '--outdir', folder, path]
  await promisify(execFile)(office ?? '', args, { timeout: 120_000 })
  return new Uint8Array(readFileSync(join(folder, `users.${format}`)))
}

// Skipped and reported without LibreOffice. `npm test` sets its path in SOFFICE_PATH.
describe.runIf(office !== undefined)('a workbook that LibreOffice made of a text file', () => {
  let backend: Backend
  beforeAll(async () => {
    backend = await startBackend()
  }, 120_000)
  afterAll(async () => {
    await backend.stop()
    rmSync(folder, { recursive: true })
  }, 60_000)

  const rowsOf = async (text: string) => {
    const file = await backend.upload('users.xlsx', await convert(text, 'xlsx'))
    expect(file).toMatchObject({ state: 'checked', problem: null })
    return backend.rows(file.id)
  }

  test('has dates as dates, and none of them is a flag', async () => {
    const rows = await rowsOf(
      `Email,Note,Developer\n${wellKnown.member},x,2026-01-02\n${wellKnown.secondMember},x,TRUE\n`,
    )
    expect(rows.map(({ cells }) => cells[2])).toEqual(['2026-01-02', 'TRUE'])
    expect(rows.map(({ issues }) => issues.map(({ code }) => code))).toEqual([['flag_unrecognized'], []])
    expect(rows[1]?.change).toEqual({ kind: 'update', isDeveloper: true })
  }, 180_000)

  test('keeps leading zeros of text numbers', async () => {
    const rows = await rowsOf(`Note,Organization ID,Groups to add\n2026-01-02,00123,Data\n7,1E5,Data\n8,0.10,Data\n`)
    expect(rows.map(({ identifier }) => identifier?.value)).toEqual(['00123', '1E5', '0.10'])
  }, 180_000)

  test('has the values of its formulas, each with a warning', async () => {
    const rows = await rowsOf(`Email,Note,Groups to add\n${wellKnown.member},x,"=CONCATENATE(""Le"",""gal"")"\n`)
    expect(rows[0]?.cells[2]).toBe('Legal')
    expect(rows[0]?.issues.map(({ code }) => code)).toEqual(['cell_formula'])
    expect(rows[0]?.change).toMatchObject({ kind: 'update', groups: { add: [expect.any(String)] } })
  }, 180_000)

  test('has its comments as warnings of their rows', async () => {
    const cell = (value: string, comment = '') =>
      `<table:table-cell office:value-type="string">${comment && `<office:annotation><dc:creator>Ana</dc:creator><text:p>${comment}</text:p></office:annotation>`}<text:p>${value}</text:p></table:table-cell>`
    const lines = [
      [cell('Email'), cell('Groups to add', 'to REMOVE')],
      [cell(wellKnown.member), cell('Data', 'only until March')],
      [cell(wellKnown.secondMember), cell('Data')],
    ]
    const spaces = ['office', 'table', 'text']
      .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
      .join(' ')
    const rows = lines.map((cells) => `<table:table-row>${cells.join('')}</table:table-row>`).join('')
    const sheet = `<?xml version="1.0"?><office:document ${spaces} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet><table:table table:name="Users">${rows}</table:table></office:spreadsheet></office:body></office:document>`
    const { id, detected } = await backend.upload('users.xlsx', await convert(sheet, 'xlsx'))
    expect(detected.comments).toEqual({ count: 2, cells: ['B1', 'B2'], textBoxes: [], isIncomplete: false })
    const items = await backend.planItems((await backend.planUpload(id)).id)
    expect(items.map(({ warnings }) => warnings.map(({ details }) => details?.['value']))).toEqual([
      ['B1, B2', expect.stringContaining('only until March')],
      [],
    ])
  }, 180_000)

  test('a report saved again is done; a row corrected in its sheet is planned as corrected', async () => {
    const { member, secondMember } = wellKnown
    const lines = `Email,Groups to add,Note\nstranger@example.org,Legal,00123\n${secondMember},Legal,"=1+1"\n`
    const job = await backend.run(await backend.planUpload((await backend.upload('users.csv', lines)).id))
    const sheet = Buffer.from(await convert(await backend.report(job.id, 'xlsx'), 'fods')).toString('utf8')
    const saved = await backend.upload('report.xlsx', await convert(sheet, 'xlsx'))
    expect(saved.counts).toMatchObject({ rows: 2, done: 1 })
    expect((await backend.rows(saved.id)).map(({ cells }) => cells.slice(0, 3))).toEqual([
      ['stranger@example.org', 'Legal', '00123'],
      [secondMember, 'Legal', '=1+1'],
    ])
    const edited = sheet.replace('>stranger@example.org<', `>${member}<`)
    const { id, counts } = await backend.upload('report.xlsx', await convert(edited, 'xlsx'))
    expect(counts).toMatchObject({ rows: 2, done: 1, ready: 1 })
    const items = await backend.planItems((await backend.planUpload(id)).id)
    expect(items.map(({ user }) => user?.email)).toEqual([member])
  }, 180_000)

  test('of another format is refused with the fix', async () => {
    const bytes = await convert(`Email,Groups\n${wellKnown.member},Data\n`, 'ods')
    for (const name of ['users.ods', 'users.xlsx', 'users.csv'])
      expect(await backend.upload(name, bytes)).toMatchObject({
        state: 'refused',
        problem: expect.stringMatching(/OpenDocument .* save it as \.xlsx or \.csv/),
      })
  }, 180_000)
})
