import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend({ sandbox: { users: 1200 } })
}, 120_000)
afterAll(() => backend.stop(), 60_000)

const { member, secondMember, groupMember } = wellKnown

/** The requests of a validated file: users by their cell, with the groups to add, or the codes of the row's errors. */
async function requested(id: string) {
  const names = await backend.groupNames()
  return (await backend.rows(id)).map(({ row, identifier, change, issues }) => ({
    row,
    user: identifier?.value ?? null,
    groups:
      change?.kind === 'update' && change.groups?.mode === 'edit'
        ? change.groups.add.map((group) => names.get(group))
        : [],
    errors: issues.filter(({ level }) => level === 'error').map(({ code }) => code),
  }))
}

const ready = (row: number, user: string, ...groups: string[]) => ({ row, user, groups, errors: [] })

describe('a text file, from its bytes to the ledger', () => {
  test('is detected, validated, planned and applied', async () => {
    const file = await backend.upload('groups.csv', `Email,Groups to add\n${member},Data\n${secondMember},Legal\n`)
    expect(file).toMatchObject({ state: 'checked', problem: null, counts: { rows: 2, ready: 2 } })
    expect(file.detected).toMatchObject({ encoding: 'utf-8', delimiter: ',', headerRow: 1 })
    const plan = await backend.planUpload(file.id)
    expect(plan).toMatchObject({ state: 'ready', summary: { total: 2, dispositions: { change: 2 } } })
    const job = await backend.run(plan)
    expect(job).toMatchObject({ state: 'done', counts: { changed: 2 } })
    const changed = backend.sandbox.ledger.effects().filter((effect) => effect.changed)
    expect(changed.map(({ user }) => user).toSorted()).toEqual([member, secondMember].toSorted())
    expect((await backend.report(job.id)).toString('utf8')).toContain(member)
  })
})

describe('quotes', () => {
  test('a quote opened in one row and closed in another changes no other user', async () => {
    const { id } = await backend.uploadCase('quote-closed-rows-later.csv')
    expect(await requested(id)).toEqual([
      { ...ready(2, member, 'Data'), errors: ['quote_not_closed'] },
      ready(3, secondMember, 'Legal'),
      ready(4, groupMember, 'Brand'),
    ])
    const [row] = await backend.rows(id)
    expect(row?.issues).toContainEqual(
      expect.objectContaining({ code: 'quote_not_closed', value: 'line 2', column: 1 }),
    )
    const plan = await backend.planUpload(id)
    expect(plan.summary.dispositions).toMatchObject({ blocked: 1 })
  })

  test('a blank before a quote does not split the value', async () => {
    const { id, columns } = await backend.uploadCase('space-before-quote.csv')
    expect(columns).toHaveLength(3)
    expect(await requested(id)).toEqual([ready(2, member, 'Data', 'Legal'), ready(3, secondMember, 'Legal', 'Data')])
    const rows = await backend.rows(id)
    expect(rows.map(({ change }) => change)).toMatchObject([{ isDeveloper: true }, { isDeveloper: false }])
  })

  test.each([
    ['never closed', `Email,Name,Groups\n${member},"Mina,Data\n${secondMember},Sam,Legal\n`, ['quote_not_closed']],
    [
      'never closed in the last row',
      `Email,Name,Groups\n${member},Mina,Data\n${secondMember},"Sam,Legal`,
      ['quote_not_closed'],
    ],
    [
      'closed properly rows later',
      `Email,Name,Groups\n${member},"Mina,Data\n${secondMember},Sam",Legal\n`,
      ['quote_over_rows'],
    ],
    [
      'closed at the end of a later row',
      `Email,Name,Groups\n${member},"Mina,Data\n${secondMember},Sam,"\n`,
      ['quote_over_rows'],
    ],
    ['split by the delimiter', `Email,Add groups,Remove groups\n${member},x “Data, Legal” \n`, ['quote_split']],
    [
      'around organization ids',
      `Organization ID,Name,Groups\nORG-MEMBER,"Mina,Data\nORG-GROUP,Gil",Legal\n`,
      ['quote_over_rows'],
    ],
  ])('a quote %s is an error', async (_name, text, errors) => {
    const { id } = await backend.upload('quotes.csv', text)
    const rows = await requested(id)
    expect(rows.flatMap((row) => row.errors)).toEqual(expect.arrayContaining(errors))
    const plan = await backend.planUpload(id)
    const items = await backend.planItems(plan.id)
    const swallowing = rows.filter((row) => row.errors.length > 0).map(({ row }) => row)
    for (const item of items.filter(({ row }) => swallowing.includes(row ?? 0)))
      expect(item.disposition).toBe('blocked')
  })

  test.each([
    ['commas', `"Email,Groups"\n"${member},""Data, Legal"""\n"${secondMember},Legal"\n`],
    ['semicolons', `"Email;""Groups"""\r\n"${member};""Data; Legal"""\r\n"${secondMember};Legal"\r\n`],
  ])('around whole rows, with %s, hide no cell', async (_name, text) => {
    const { id } = await backend.upload('whole.csv', text)
    expect(await requested(id)).toEqual([ready(2, member, 'Data', 'Legal'), ready(3, secondMember, 'Legal')])
  })

  test('line breaks within quotes stay part of a value', async () => {
    const { id } = await backend.upload('lines.csv', `Email,Groups,Note\n${member},"Data\nLegal","first\nsecond"\n`)
    expect(await requested(id)).toEqual([ready(2, member, 'Data', 'Legal')])
  })
})

describe('delimiter and heading row', () => {
  test('a semicolon separates cells that hold lists with commas', async () => {
    const { id, detected } = await backend.uploadCase('semicolons-with-comma-lists.csv')
    expect(detected).toMatchObject({ delimiter: ';', headerRow: 1 })
    expect(await requested(id)).toEqual([
      ready(2, member, 'Data', 'Legal', 'Brand', 'Design', 'Events'),
      ready(3, secondMember, 'Data', 'Legal', 'Brand', 'Design', 'Sales'),
      ready(4, groupMember, 'Data', 'Legal', 'Brand', 'Design', 'Events'),
    ])
  })

  test.each([
    ['tabs', '\t'],
    ['pipes', '|'],
    ['semicolons', ';'],
  ])('%s separate cells, with lists by comma and without headings', async (_name, delimiter) => {
    const lines = [member, secondMember, groupMember].map((user) => `${user}${delimiter}Data, Legal, Brand`)
    const { detected, columns } = await backend.upload('lists.txt', lines.join('\r\n'))
    expect(detected).toMatchObject({ delimiter, headerRow: 0 })
    expect(columns[0]?.mapping).toBe('email')
  })

  test.each([
    ['names before addresses', `Mina Member <${member}>,Data\nSven Member <${secondMember}>,Legal\n`],
    ['mailto links', `mailto:${member},Data\nmailto:${secondMember},Legal\n`],
    ['addresses in quotes', `'${member}',Data\n'${secondMember}',Legal\n`],
    ['angle brackets', `<${member}>,Data\n<${secondMember}>,Legal\n`],
  ])('the first user of a file with %s is not a heading', async (_name, text) => {
    const { id, detected } = await backend.upload('plain.csv', text)
    expect(detected.headerRow).toBe(0)
    expect((await backend.rows(id)).map(({ row }) => row)).toEqual([1, 2])
  })

  test('a heading may quote an example', async () => {
    const text = `Email (e.g. ana@example.com),Groups\n${member},Data\n`
    const { id, detected } = await backend.upload('example.csv', text)
    expect(detected.headerRow).toBe(1)
    expect(await requested(id)).toEqual([ready(2, member, 'Data')])
  })

  test.each([
    ['semicolons', `Mina Member <${member}>; ${secondMember}; "Group, Gita" <${groupMember}>`],
    ['commas and line ends', `${member}, ${secondMember},\n${groupMember}\n`],
    ['blanks', `${member} ${secondMember} ${groupMember}`],
  ])('every address of a line with several by %s is a row', async (_name, text) => {
    const { id, detected } = await backend.upload('pasted.txt', text)
    expect(detected).toMatchObject({ delimiter: 'addresses', headerRow: 0 })
    const cells = (await backend.rows(id)).map((row) => row.cells.join())
    expect(cells).toHaveLength(3)
    for (const [at, address] of [member, secondMember, groupMember].entries()) expect(cells[at]).toContain(address)
  })

  test('an address that no column reads is an error', async () => {
    const { id } = await backend.upload(
      'several.csv',
      `${member};${secondMember};Data\n${groupMember};${wellKnown.invited};Legal\n`,
    )
    const rows = await requested(id)
    for (const { errors } of rows) expect(errors).toContain('address_unread')
  })

  test('rows of blanks count as blank', async () => {
    const { id, counts } = await backend.uploadCase('rows-of-blanks.csv')
    expect(counts).toMatchObject({ rows: 2, errors: 0 })
    expect(await requested(id)).toEqual([ready(2, member, 'Data'), ready(5, secondMember, 'Legal')])
  })

  test.each([
    ['zero-width characters', '\u200b,\u200b'],
    ['ideographic blanks', '\u3000,\u3000'],
    ['NUL characters', '\0,\0'],
  ])('a row of %s counts as blank', async (_name, line) => {
    const { counts } = await backend.upload('blank.csv', `Email,Groups\n${line}\n${member},Data\n`)
    expect(counts).toMatchObject({ rows: 1, errors: 0 })
  })

  test('blank columns after the last value do not count', async () => {
    const { id, columns } = await backend.uploadCase('trailing-empty-columns.csv')
    expect(columns).toHaveLength(2)
    expect(await requested(id)).toEqual([ready(2, member, 'Data')])
  })

  test.each([300, 1000, 16_384])('%i blank columns do not count', async (count) => {
    const blank = ';'.repeat(count)
    const { columns, counts } = await backend.upload('wide.csv', `Email;Groups${blank}\n${member};Data${blank}\n`)
    expect(columns).toHaveLength(2)
    expect(counts).toMatchObject({ rows: 1, ready: 1 })
  })
})

describe('warnings of a file', () => {
  test('are in the plan and in the job', async () => {
    const text = `Email,Name,Groups\n${member},5" disk "big" one,Learning\n${secondMember},"5" disk",Learning\n`
    const { id, counts } = await backend.upload('warned.csv', text)
    expect(counts).toMatchObject({ errors: 0, warnings: 1 })
    const plan = await backend.planUpload(id)
    expect(plan.summary).toMatchObject({ total: 2, warnings: { row_warning: 1 } })
    const job = await backend.run(plan)
    const items = await backend.jobItems(job.id)
    expect(items.find(({ row }) => row === 3)?.warnings).toContainEqual(
      expect.objectContaining({ code: 'row_warning', details: expect.objectContaining({ value: 'line 3' }) }),
    )
  })
})

describe('a returned report', () => {
  const changed = async (name: string) => {
    const { id } = await backend.uploadCase(name)
    const rows = await backend.rows(id)
    return rows.flatMap(({ row, issues }) =>
      issues.flatMap(({ code, suggestions }) => (code === 'report_id_changed' ? [{ row, suggestions }] : [])),
    )
  }

  test('has the ids of the job if unchanged', async () => {
    expect(await changed('report-with-fragile-ids.csv')).toEqual([])
  })

  test('with ids that a spreadsheet program changed is an error in each of these rows', async () => {
    expect(await changed('same-saved-by-libreoffice.csv')).toEqual([
      { row: 2, suggestions: ['00123'] },
      { row: 3, suggestions: ['1E5'] },
      { row: 4, suggestions: ['12345678901234567'] },
      { row: 8, suggestions: ['007'] },
      { row: 9, suggestions: ['1.10'] },
    ])
  })

  test('of a job, with ids as Excel shows them, is an error with the id of the job', async () => {
    const ids = ['00042', '1-2', '3E7', 'TRUE', 'E777']
    const sent = await backend.upload(
      'ids.csv',
      `Organization ID,Groups\n${ids.map((one) => `${one},Data`).join('\n')}\nORG-ADMIN,Learning\n`,
    )
    const job = await backend.run(await backend.planUpload(sent.id))
    const report = (await backend.report(job.id)).toString('utf8')
    const saved = ids.reduce(
      (text, one, at) =>
        text.replace(`\n${one},`, `\n${['42', '02.Jan', '3,00E+07'.replace(',', '.'), 'WAHR', 'E778'][at]},`),
      report,
    )
    const { id } = await backend.upload('report.csv', saved)
    const found = (await backend.rows(id)).map(({ issues }) => issues.some(({ code }) => code === 'report_id_changed'))
    expect(found).toEqual([true, true, true, true, true, false])
  })
})

describe('control characters', () => {
  test('within ids reach the reader of identifiers', async () => {
    const { id } = await backend.uploadCase('unit-separator-ids.csv')
    expect((await backend.rows(id)).map(({ cells }) => cells[0]?.replaceAll('\u001f', ''))).toEqual([
      'ORG-MEMBER',
      'E100777',
    ])
  })
})
