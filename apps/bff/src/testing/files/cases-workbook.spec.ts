import { readFile } from 'node:fs/promises'
import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeWorkbook } from '../../adapters/files/testing/write-workbook.ts'
import { type Backend, startBackend } from '../backend.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend()
}, 120_000)
afterAll(() => backend.stop(), 60_000)

async function rowsOfCase(name: string) {
  const file = await backend.uploadCase(name)
  expect(file).toMatchObject({ state: 'checked', problem: null })
  return { file, rows: await backend.rows(file.id) }
}
const codes = (row: { issues: readonly { code: string; column: number | null }[] } | undefined, column: number) =>
  row?.issues.filter((issue) => issue.column === column).map(({ code }) => code)
const twoUsers = [
  [wellKnown.member, 'Data', 'TRUE'],
  [wellKnown.secondMember, 'Legal', 'FALSE'],
]

describe('a workbook, from its bytes to the plan', () => {
  test.each(['backslash-names.xlsx', 'target-dot-slash.xlsx', 'target-up.xlsx', 'blank-before-declaration.xlsx'])(
    'is read despite oddly named parts: %s',
    async (name) => {
      const { file, rows } = await rowsOfCase(name)
      expect(rows.map(({ cells }) => cells)).toEqual(twoUsers)
      const plan = await backend.planUpload(file.id)
      expect(plan.summary.total).toBe(2)
    },
  )

  test('is read on its sheet with users, not on a chart before it', async () => {
    const { file, rows } = await rowsOfCase('chart-sheet-first.xlsx')
    expect(file.detected).toMatchObject({ sheet: 'People', headerRow: 1 })
    expect(rows.map(({ cells }) => cells)).toEqual(twoUsers)
  })

  test('is read on its sheet with users, not on the summary of an export, and another sheet can be chosen', async () => {
    const { file, rows } = await rowsOfCase('numbers-export-summary.xlsx')
    expect(file.detected).toMatchObject({ sheet: 'People - Table 1', headerRow: 2 })
    expect(rows.map(({ cells }) => cells)).toEqual(twoUsers)
    const changed = await backend.correct(file.id, { sheet: 'Export Summary' })
    expect(changed.detected.sheet).toBe('Export Summary')
  })

  test.each([
    ['formula-without-value.xlsx', [2, 3]],
    ['exceljs-formula.xlsx', [3]],
    ['openpyxl-set-groups.xlsx', [2, 3]],
  ])('has an error on each formula without a stored value: %s', async (name, expected) => {
    const { file, rows } = await rowsOfCase(name)
    const wrong = rows.filter((row) => codes(row, 1)?.includes('cell_without_value'))
    expect(wrong.map(({ row }) => row)).toEqual(expected)
    expect(file.counts.ready).toBe(rows.length - expected.length)
  })

  test('clears no groups for a formula without a stored value, even if blank cells clear', async () => {
    const { file } = await rowsOfCase('openpyxl-set-groups.xlsx')
    const columns = file.columns.map(({ index, mapping }) => ({ index, mapping, blank: 'clear' as const }))
    const cleared = await backend.correct(file.id, { columns })
    expect(cleared.counts).toMatchObject({ rows: 2, ready: 0 })
    const plan = await backend.planUpload(file.id)
    expect(plan.summary).toMatchObject({ dispositions: { blocked: 2, change: 0 }, blockers: { row_invalid: 2 } })
  })

  test('keeps the stored values of formulas', async () => {
    const { rows } = await rowsOfCase('exceljs-formula.xlsx')
    expect(rows.map(({ cells }) => cells[1] ?? '')).toEqual(['Data', '', 'Legal'])
  })

  test.each([
    ['mailto-hyperlinks.xlsx', [wellKnown.member, wellKnown.secondMember]],
    ['xlsxwriter-mailto.xlsx', [wellKnown.member]],
  ])('suggests the addresses of its links: %s', async (name, addresses) => {
    const { file, rows } = await rowsOfCase(name)
    expect(rows.map(({ issues }) => issues.flatMap(({ suggestions }) => suggestions))).toEqual(
      addresses.map((address) => [address]),
    )
    await backend.fix(file.id, { kind: 'suggested', issue: 'address_in_link:0' })
    const fixed = await backend.rows(file.id)
    expect(fixed.map(({ cells }) => cells[0])).toEqual(addresses)
    const items = await backend.planItems((await backend.planUpload(file.id)).id)
    expect(items).toHaveLength(addresses.length)
  })

  test('has displayed numbers if letters or zeros make them identifiers', async () => {
    const { rows } = await rowsOfCase('number-shown-with-prefix.xlsx')
    expect(rows.map(({ cells }) => cells[0])).toEqual(['E10002', 'E100777'])
  })

  test('does not mistake other number formats for dates', async () => {
    const { rows } = await rowsOfCase('standard-is-no-date.xlsx')
    expect(rows.map(({ cells }) => cells[1])).toEqual([
      '100777',
      '100777',
      '100777',
      'E100777',
      ...Array.from({ length: 6 }, () => '100777'),
    ])
  })

  test('never turns a yes into a no by the placeholder 0 of an uncalculated formula', async () => {
    const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
    const rows = `<row>${cell('Email')}${cell('Developer')}${cell('Groups to add')}</row><row>${cell(wellKnown.member)}<c><f>IF(1,1,0)</f><v>0</v></c></row><row>${cell(wellKnown.secondMember)}${cell('')}${cell('Data')}</row>`
    const file = await backend.upload('streamed.xlsx', new Uint8Array(await readFile(await writeWorkbook({ rows }))))
    expect(file.counts).toMatchObject({ rows: 2, ready: 1 })
    const job = await backend.run(await backend.planUpload(file.id))
    expect(job.counts).toMatchObject({ changed: 1, failed: 0 })
    const effects = backend.sandbox.ledger.effects().filter(({ user }) => user === wellKnown.member)
    expect(effects).toEqual([])
  })

  const text = (value: string) => `<c t="str"><v>${value}</v></c>`
  const table = (...lines: readonly (readonly string[])[]) =>
    lines.map((cells) => `<row>${cells.map(text).join('')}</row>`).join('')
  const send = async (parts: Parameters<typeof writeWorkbook>[0]) =>
    backend.upload('book.xlsx', new Uint8Array(await readFile(await writeWorkbook(parts))))

  test('has the digits of footnotes raised, as the sheet displays them, and no other user', async () => {
    const noted = (value: string, note: string, at = 'superscript') =>
      `<c t="inlineStr"><is><r><t>${value}</t></r><r><rPr><vertAlign val="${at}"/></rPr><t>${note}</t></r><r><t> </t></r></is></c>`
    const header = table(['Organization ID', 'Groups to add'])
    const ids = `<row>${noted('E10077', '7')}${text('Data')}</row><row>${noted('E10077', '7', 'subscript')}${text('Data')}</row>`
    const file = await send({ rows: `${header}${ids}<row>${text('ORG-MEMBER')}${noted('Data', '1')}</row>` })
    const rows = await backend.rows(file.id)
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['E10077⁷ ', 'Data'],
      ['E10077₇ ', 'Data'],
      ['ORG-MEMBER', 'Data¹ '],
    ])
    expect(rows.map(({ issues }) => issues.map(({ code }) => code))).toEqual([
      expect.arrayContaining(['person_unknown']),
      expect.arrayContaining(['person_unknown']),
      expect.arrayContaining(['group_unknown']),
    ])
    expect(file.counts).toMatchObject({ rows: 3, ready: 0 })
  })

  test('has yes for a truth value in capitals, and an error for one that is none', async () => {
    const truth = (value: string) => `<c t="b"><v>${value}</v></c>`
    const rows = [wellKnown.member, wellKnown.secondMember, wellKnown.groupMember].map(
      (user, at) => `<row>${text(user)}${truth(['TRUE', 'False', 'maybe'][at] ?? '')}</row>`,
    )
    const file = await send({ rows: `${table(['Email', 'Developer'])}${rows.join('')}` })
    const read = await backend.rows(file.id)
    expect(read.map(({ change }) => change)).toMatchObject([{ isDeveloper: true }, { isDeveloper: false }, {}])
    expect(read[2]?.issues.map(({ code }) => code)).toContain('flag_unrecognized')
  })

  test('warns in the plan and in the job of sheets that are not read', async () => {
    const more = table(['Email', 'Groups'], [wellKnown.groupMember, 'Data'])
    const file = await send({
      rows: table(['Email', 'Groups to add'], [wellKnown.secondMember, 'Events'], [wellKnown.member, 'Events']),
      parts: { 'xl/worksheets/sheet2.xml': `<worksheet><sheetData>${more}</sheetData></worksheet>` },
    })
    const plan = await backend.planUpload(file.id)
    expect(plan.summary).toMatchObject({ total: 2, warnings: { row_warning: 1 } })
    const job = await backend.run(plan)
    const [first] = await backend.jobItems(job.id)
    expect(first?.warnings.map(({ details }) => details)).toEqual([{ issue: 'sheets_unread', value: 'Secret' }])
  })

  test('warns in the plan of hidden columns that it uses', async () => {
    const rows = table(['Email', 'Note', 'Groups to add', 'Developer'], [wellKnown.secondMember, 'x', 'Events', 'no'])
    const cols = '<cols><col min="2" max="2" hidden="1"/><col min="4" max="16384" hidden="1"/></cols>'
    const file = await send({ sheet: `<worksheet>${cols}<sheetData>${rows}</sheetData></worksheet>` })
    const plan = await backend.planUpload(file.id)
    const [item] = await backend.planItems(plan.id)
    expect(item?.warnings.map(({ details }) => details)).toEqual([{ issue: 'columns_hidden', value: 'Developer' }])
  })

  const relationship = (id: string, kind: string, target: string) =>
    `<Relationship Id="${id}" Type="http://x/relationships/${kind}" Target="${target}"/>`
  const notes =
    '<comments><authors><author>Ana</author></authors><commentList>' +
    '<comment ref="B2" authorId="0"><text><r><t>Ana:</t></r><r><t xml:space="preserve">\nkeep until\nMarch</t></r></text></comment>' +
    '<comment ref="C1" authorId="0"><text><t>the groups to take away</t></text></comment>' +
    '<comment ref="A3" authorId="0"><text><t>[Threaded comment] Your version of Excel allows</t></text></comment></commentList></comments>'
  const threads =
    '<ThreadedComments><threadedComment ref="A3" id="{1}"><text>moved to Legal?</text></threadedComment>' +
    '<threadedComment ref="A3" id="{2}" parentId="{1}"><text>yes</text></threadedComment></ThreadedComments>'
  const commented = (comments: string) => ({
    rows: table(
      ['Email', 'Name', 'Groups to add'],
      [wellKnown.secondMember, 'Bo', 'Night Shift'],
      [wellKnown.member, 'Al', 'Night Shift'],
    ),
    parts: {
      'xl/worksheets/_rels/sheet1.xml.rels': `<Relationships>${relationship('c1', 'comments', '../comments1.xml')}${relationship('c2', 'threadedComment', '../threadedComments/threadedComment1.xml')}${relationship('d1', 'drawing', '../drawings/drawing1.xml')}</Relationships>`,
      'xl/drawings/drawing1.xml':
        '<wsDr><sp><txBody><p><r><t>DRAFT,</t></r></p><p><r><t>do not apply</t></r></p></txBody></sp><pic/></wsDr>',
      'xl/comments1.xml': comments,
      'xl/threadedComments/threadedComment1.xml': threads,
    },
  })

  test('warns of its comments in the file, in the plan and in the job, with their text in the row', async () => {
    const file = await send(commented(notes))
    expect(file.detected.comments).toEqual({
      count: 3,
      cells: ['C1', 'B2', 'A3'],
      textBoxes: ['DRAFT, do not apply'],
      isIncomplete: false,
    })
    expect(file.issues.filter(({ code }) => code === 'cell_commented').map(({ count }) => count)).toEqual([1, 1])
    const job = await backend.run(await backend.planUpload(file.id))
    expect(job.counts).toMatchObject({ changed: 2 })
    const warnings = (await backend.jobItems(job.id)).map((item) => item.warnings.map(({ details }) => details))
    expect(warnings).toEqual([
      [
        { issue: 'cells_commented', value: 'C1, B2, A3' },
        { issue: 'text_boxes', value: 'DRAFT, do not apply' },
        { issue: 'cell_commented', value: 'Ana: keep until March' },
      ],
      [{ issue: 'cell_commented', value: 'moved to Legal? yes' }],
    ])
  })

  test.each([
    ['cut off', notes.slice(0, notes.indexOf('C1')), 2],
    ['no XML', 'PK\u0001', 1],
    ['a document type', `<!DOCTYPE comments [<!ENTITY a "a">]>${notes}`, 1],
    ['larger than any', `<comments>${' '.repeat(21 * 1024 * 1024)}</comments>`, 1],
    ['without a cell', '<comments><comment ref="?"><text><t>x</t></text></comment></comments>', 1],
  ])('is read despite a damaged part of comments, and warns of it: %s', async (_name, part, count) => {
    const file = await send(commented(part))
    expect(file).toMatchObject({ state: 'checked', counts: { ready: 2 } })
    expect(file.detected.comments).toMatchObject({ count, isIncomplete: true })
    const [first] = await backend.planItems((await backend.planUpload(file.id)).id)
    expect(first?.warnings.map(({ details }) => details)).toContainEqual({ issue: 'comments_unread' })
  })

  test('is refused when a sheet it lists is missing', async () => {
    const file = await send({
      rows: table(['Email', 'Groups to add'], [wellKnown.member, 'Data']),
      parts: {
        'xl/workbook.xml':
          '<workbook xmlns:r="r"><sheets><sheet name="People" r:id="r1"/><sheet name="More users" r:id="r9"/></sheets></workbook>',
      },
    })
    expect(file).toMatchObject({ state: 'refused', problem: expect.stringContaining('“More users”') })
  })

  test.each([
    [
      'two cells at one place',
      `<row><c r="A2" t="str"><v>${wellKnown.member}</v></c><c r="A2" t="str"><v>x</v></c></row>`,
    ],
    ['a cell outside of the rows', `<c t="str"><v>Legal</v></c><row>${text(wellKnown.member)}${text('Data')}</row>`],
    [
      'two addresses at one place',
      `<row><c r="A2" t="str"><v>${wellKnown.member}</v></c><c r="A2" t="str"><v>${wellKnown.invited}</v></c></row>`,
    ],
    ['two formulas at one place', '<row><c r="A2"><f>A1</f></c><c r="A2" t="str"><f>A1</f><v>x</v></c></row>'],
  ])('is refused with the row if a value would be lost: %s', async (_name, rows) => {
    const file = await send({ rows: `${table(['Email', 'Groups to add'])}${rows}` })
    expect(file).toMatchObject({
      state: 'refused',
      problem: expect.stringMatching(/Only \d+ of its \d+ .* The first missing one is in row 2\./),
    })
  })

  test('has the rows of one user combined on request', async () => {
    const user = wellKnown.groupMember
    const file = await send({
      rows: table(['Email', 'Groups to add', 'Developer'], [user, 'Events', ''], [user, 'Sales', 'yes']),
    })
    expect(file.issues.map(({ code }) => code)).toContain('duplicate_person')
    const combined = await backend.fix(file.id, { kind: 'combine' })
    expect(combined.counts).toMatchObject({ rows: 2, ready: 1, errors: 0, excluded: 1 })
    const [item] = await backend.planItems((await backend.planUpload(file.id)).id)
    expect(item?.change).toMatchObject({ isDeveloper: true, groups: { mode: 'edit', add: expect.any(Array) } })
    expect(item?.change.kind === 'update' && item.change.groups?.mode === 'edit' && item.change.groups.add.length).toBe(
      2,
    )
  })

  test('is refused if it is JSON made to fill the memory, and the server continues', async () => {
    const lists = await backend.upload('body.json', `{"users":[${'[],'.repeat(4_000_000)}[]]}`)
    expect(lists).toMatchObject({ state: 'refused', problem: expect.stringContaining('entries in “users”') })
    const objects = await backend.upload('body.json', `{"users":[${'{},'.repeat(700_000)}{}]}`)
    expect(objects).toMatchObject({ state: 'refused', problem: expect.stringContaining('names no user') })
    const nested = await backend.upload('body.json', `{"users":${'['.repeat(6_000_000)}`)
    expect(nested).toMatchObject({ state: 'refused', problem: expect.stringContaining('nested deeper') })
    expect((await rowsOfCase('target-up.xlsx')).rows).toHaveLength(2)
  }, 120_000)
})
