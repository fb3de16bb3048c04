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

/** Converts a text file to another format with LibreOffice. */
async function convert(text: string, format: 'xlsx' | 'ods'): Promise<Uint8Array<ArrayBuffer>> {
  const path = join(folder, 'users.csv')
  writeFileSync(path, text)
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
  const args = [profile, '--headless', `--infilter=${importOptions}`, '--convert-to', format, '--outdir', folder, path]
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

  test('of another format is refused with the fix', async () => {
    const bytes = await convert(`Email,Groups\n${wellKnown.member},Data\n`, 'ods')
    for (const name of ['users.ods', 'users.xlsx', 'users.csv'])
      expect(await backend.upload(name, bytes)).toMatchObject({
        state: 'refused',
        problem: expect.stringMatching(/OpenDocument .* save it as \.xlsx or \.csv/),
      })
  }, 180_000)
})
