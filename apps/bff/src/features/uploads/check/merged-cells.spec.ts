import { readFile } from 'node:fs/promises'
import { aUser } from '@muster/core/testing/account'
import { beforeAll, expect, it } from 'vitest'
import { writeWorkbook } from '../../../adapters/files/testing/write-workbook.ts'
import { describeOnEachStorage } from '../../../adapters/storage/testing/storage-suites.ts'
import { uploadApp } from '../../../adapters/storage/testing/upload-app.ts'
import { correctUpload, recheckUpload } from '../fix/correct-upload.ts'
import { fixRows } from '../fix/fix-rows.ts'
import { uploadEntry } from '../receive/upload-entry.ts'

const go = new AbortController().signal
const people = Array.from({ length: 6 }, (_, n) => aUser({ id: `u-${n}`, email: `p${n}@example.com` }))

/** A workbook of these rows, without blank cells, with these merged cells. */
async function workbook(rows: readonly (readonly string[])[], ...merges: readonly string[]): Promise<Buffer> {
  const cell = (text: string, column: number, row: number) =>
    text === '' ? '' : `<c r="${'ABCDEF'[column]}${row}" t="str"><v>${text}</v></c>`
  const written = rows.map(
    (cells, at) => `<row r="${at + 1}">${cells.map((text, column) => cell(text, column, at + 1)).join('')}</row>`,
  )
  const merged = merges.map((range) => `<mergeCell ref="${range}"/>`).join('')
  const sheet = `<worksheet><sheetData>${written.join('')}</sheetData><mergeCells>${merged}</mergeCells></worksheet>`
  return readFile(await writeWorkbook({ sheet }))
}
const groupsOf = (...groups: readonly string[]) => groups.map((group, n) => [`p${n}@example.com`, group])

describeOnEachStorage('merged cells', (open) => {
  let app: Awaited<ReturnType<typeof uploadApp>>
  beforeAll(async () => {
    app = await uploadApp((await open()).db, { people })
  }, 120_000)
  async function setUp(bytes: Buffer) {
    const { upload, rows, record, deps } = app
    const id = await upload(bytes, 'people.xlsx')
    const found = async () =>
      (await rows(id)).flatMap(({ row, issues }) =>
        issues
          .filter(({ code }) => code === 'cell_merged')
          .map(({ column, value, suggestions }) => [row, column, value, ...suggestions]),
      )
    const second = async () => (await rows(id)).map(({ cells }) => cells[1] ?? '')
    const groups = async () => uploadEntry(await record(id)).issues.filter(({ code }) => code === 'cell_merged')
    return { id, deps, found, second, groups, record }
  }
  const blocks = () =>
    workbook([['Email', 'Add groups'], ...groupsOf('Support', '', '', 'Sales', '', '')], 'B2:B4', 'B5:B6')

  it('are reported in every row they cover, and no value is filled in automatically', async () => {
    const { found, second, groups } = await setUp(await blocks())
    expect(await found()).toEqual([
      [3, 1, 'B2:B4', 'Support'],
      [4, 1, 'B2:B4', 'Support'],
      [6, 1, 'B5:B6', 'Sales'],
    ])
    expect(await second()).toEqual(['Support', '', '', 'Sales', '', ''])
    expect((await groups()).map(({ key, level, count }) => [key, level, count])).toEqual([
      ['cell_merged:1:B2:B4', 'warning', 2],
      ['cell_merged:1:B5:B6', 'warning', 1],
    ])
  })

  it.each([
    [
      'the whole cause',
      { kind: 'suggested', issue: 'cell_merged:1' },
      ['Support', 'Support', 'Support', 'Sales', 'Sales', ''],
    ],
    ['one of them', { kind: 'suggested', issue: 'cell_merged:1:B5:B6' }, ['Support', '', '', 'Sales', 'Sales', '']],
    [
      'one of them, with another value',
      { kind: 'issue', issue: 'cell_merged:1:B5:B6', replaceWith: 'X' },
      ['Support', '', '', 'Sales', 'X', ''],
    ],
    [
      'an intended blank',
      { kind: 'issue', issue: 'cell_merged:1:B2:B4', replaceWith: '' },
      ['Support', '', '', 'Sales', '', ''],
    ],
  ] as const)('are filled in on request: %s', async (_name, fix, then) => {
    const { id, deps, second, found } = await setUp(await blocks())
    const before = await found()
    await fixRows(deps, id, fix)
    expect(await second()).toEqual(then)
    const left = before.filter(([, , range]) => !`cell_merged:1:${range}`.startsWith(fix.issue))
    expect(await found()).toEqual(left)
  })

  it('are found again when an ignored column gets mapped, except in cells a user edited', async () => {
    const rows = [['Email', 'Whatever'], ...groupsOf('Support', '', '', '', '', 'Sales')]
    const { id, deps, found } = await setUp(await workbook(rows, 'B2:B5'))
    expect(await found()).toEqual([])
    await fixRows(deps, id, { kind: 'cells', cells: [{ row: 4, column: 1, value: '' }] })
    const columns = [
      { index: 0, mapping: 'email', blank: 'keep' } as const,
      { index: 1, mapping: 'groups_add', blank: 'keep' } as const,
    ]
    await correctUpload(deps, id, { columns })
    await recheckUpload(deps, id, go)
    expect(await found()).toEqual([
      [3, 1, 'B2:B5', 'Support'],
      [5, 1, 'B2:B5', 'Support'],
    ])
  })

  it('have no value to suggest if their first cell is a heading', async () => {
    const rows = [['Email', 'Add groups'], ...groupsOf('', 'Support')]
    const { found } = await setUp(await workbook(rows, 'B1:B2'))
    expect(await found()).toEqual([[2, 1, 'B1:B2']])
  })

  it('form one group if there are very many, each still filled in with its own value', async () => {
    const names = Array.from({ length: 201 }, (_, n) => [n, n % 2 === 0 ? 'Support' : 'Sales'] as const)
    const rows = names.flatMap(([n, group]) => [[`a${n}@example.com`, group], [`b${n}@example.com`]])
    const merges = names.map(([n]) => `B${2 * n + 2}:B${2 * n + 3}`)
    const { id, deps, second, groups, found } = await setUp(
      await workbook([['Email', 'Add groups'], ...rows], ...merges),
    )
    expect(await groups()).toMatchObject([{ key: 'cell_merged:1:', count: 201 }])
    expect(await found()).toHaveLength(201)
    await fixRows(deps, id, { kind: 'suggested', issue: 'cell_merged:1:' })
    expect(await second()).toEqual(names.flatMap(([, group]) => [group, group]))
    expect(await groups()).toEqual([])
  })
})
