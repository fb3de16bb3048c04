import { readFileSync } from 'node:fs'
import { getDirectory, syncDirectory } from '@muster/contracts/users'
import { wellKnown } from '@muster/kore-sandbox'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type WorkbookParts, writeWorkbook } from '../adapters/files/testing/write-workbook.ts'
import { type Backend, startBackend } from './backend.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend({ sandbox: { eraseDelayMs: 0 } })
}, 120_000)
afterAll(() => backend.stop(), 60_000)

const { member, secondMember } = wellKnown
const former = 'former@shoppers.example'

const errorsOf = ({ issues }: Awaited<ReturnType<Backend['rows']>>[number]) =>
  issues.filter(({ level }) => level === 'error').map(({ code }) => code)

describe('an erasure of text that only contains an address', () => {
  const wrong = [
    `https://mail.example/?to=${former}`,
    `//${former}`,
    `/${former}`,
    `=${former}`,
    '*@shoppers.example',
    `\ufffd${former}`,
    `${former}\ue000`,
  ]
  const unseen = [
    `${former}\ufe0f`,
    `\u3164${former}`,
    `\u2800${former}`,
    former.replace('m', 'm\u034f'),
    `\u061c${former}`,
    `mailto://${former}`,
  ]

  test.each([...wrong, ...unseen])('is refused by the API: %j', async (value) => {
    const change = { kind: 'erase', scope: { kind: 'all_bots' } }
    const body = JSON.stringify({ kind: 'identifiers', identifiers: [{ by: 'email', value }], change })
    const { status } = await backend.api.send('POST', '/api/plans', { body, contentType: 'application/json' })
    expect(status).toBe(400)
  })

  test.each(['#REF!', '#N/A', '1.2E+11', 'TRUE', 'wahr', '+34 600 111; +34 600 112', '1,234,567'])(
    'is an error in a column of ids: %j',
    async (cell) => {
      const lines = `Employee ID,Channel user ID,Erase\n"${cell}",,all bots\n,"${cell}",all bots\n`
      const { id } = await backend.upload('erase.csv', lines)
      expect((await backend.rows(id)).map((row) => errorsOf(row).includes('identifier_invalid'))).toEqual([true, true])
      expect((await backend.planUpload(id)).summary.dispositions).toMatchObject({ change: 0, blocked: 2 })
    },
  )

  test.each(['\ufffd24680', '24680\ue000', '24680\ufe0f', '\u3164\u3164'])(
    'of a channel is refused by the API: %j',
    async (value) => {
      const change = { kind: 'erase', scope: { kind: 'all_bots' } }
      const identifiers = [{ by: 'channelUserId', value, channelId: null }]
      const body = JSON.stringify({ kind: 'identifiers', identifiers, change })
      const { status } = await backend.api.send('POST', '/api/plans', { body, contentType: 'application/json' })
      expect(status).toBe(400)
    },
  )

  test('is an error in a file', async () => {
    const lines = wrong.map((cell) => `"${cell}",all bots`)
    const { id, counts } = await backend.upload('erase.csv', `Email,Erase\n${lines.join('\n')}\n`)
    expect(counts).toMatchObject({ rows: wrong.length, ready: 0 })
    expect((await backend.planUpload(id)).summary.dispositions).toMatchObject({ change: 0 })
  })

  test.each(unseen)('is read as the address in a file: %j', async (cell) => {
    const { id } = await backend.upload('erase.csv', `Email,Erase\n${cell},all bots\n`)
    expect((await backend.rows(id)).map(({ identifier }) => identifier?.value)).toEqual([former])
  })
})

describe('addresses with another spelling in the directory', () => {
  const created = ['ana@münchen.example', 'bo@xn--bcher-kva.example', 'zoe\u0301@kore-sandbox.example']
  beforeAll(async () => {
    const { url, clientId, clientSecret } = backend.sandbox
    const seconds = Math.floor(Date.now() / 1000)
    const token = new SignJWT({ appId: clientId, sub: '1', iat: seconds, exp: seconds + 60, jti: `spelled-${seconds}` })
    const auth = await token
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .sign(new TextEncoder().encode(clientSecret))
    const users = created.map((emailId) => ({ userInfo: { emailId, firstName: 'Ana' } }))
    const headers = { auth, 'content-type': 'application/json' }
    const answer = await fetch(`${url}/api/public/users`, { method: 'POST', headers, body: JSON.stringify({ users }) })
    expect(answer.status).toBe(200)
    const before = (await backend.api.call(getDirectory)).syncedAt
    await backend.api.call(syncDirectory)
    await backend.api.until(
      () => backend.api.call(getDirectory),
      ({ state, syncedAt }) => state === 'ready' && syncedAt !== before,
    )
  }, 120_000)

  test("are sent in Kore.ai's spelling", async () => {
    const typed = ['ANA@xn--mnchen-3ya.example', 'bo@bücher.example', 'zoé@kore-sandbox.example']
    const { id } = await backend.upload('idn.csv', `Email,Groups\n${typed.map((one) => `${one},Data`).join('\n')}\n`)
    expect((await backend.rows(id)).flatMap(errorsOf)).toEqual([])
    const job = await backend.run(await backend.planUpload(id))
    expect(job).toMatchObject({ state: 'done', counts: { changed: 3, failed: 0 } })
    const changed = backend.sandbox.ledger.effects().filter((effect) => effect.changed)
    expect(changed.map(({ user }) => user)).toEqual(expect.arrayContaining(created))
  })
})

describe('a workbook displays', () => {
  const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`
  const row = (...cells: readonly string[]) => `<row>${cells.join('')}</row>`
  const upload = async (parts: WorkbookParts) => {
    const file = await backend.upload('book.xlsx', new Uint8Array(readFileSync(await writeWorkbook(parts))))
    return { file, rows: await backend.rows(file.id) }
  }

  test('no phonetic hints of a text within its cell', async () => {
    const hinted = `<c t="inlineStr"><is><r><t>東京</t></r><r><t> Office</t></r><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is></c>`
    const { rows } = await upload({ rows: row(text('Email'), text('Groups')) + row(text(member), hinted) })
    expect(rows.map(({ cells }) => cells)).toEqual([[member, '東京 Office']])
    expect(rows.flatMap(errorsOf)).toEqual([])
  })

  test('no rows without height and columns without width', async () => {
    const sheet = `<worksheet><cols><col min="3" max="3" width="0"/></cols><sheetData>${row(text('Email'), text('Groups'))}<row ht="0" customHeight="1">${text(member)}${text('Data')}</row>${row(text(secondMember), text('Data'))}</sheetData></worksheet>`
    const { file, rows } = await upload({ sheet })
    expect(file.detected).toMatchObject({ hiddenRows: 1, hiddenColumns: 1 })
    expect(rows.map(({ issues }) => issues.map(({ code }) => code))).toEqual([['row_hidden'], []])
    const usual = `<worksheet><sheetFormatPr defaultColWidth="0" zeroHeight="1"/><cols><col min="1" max="1" width="20"/></cols><sheetData>${row(text('Email'), text('Groups'))}${row(text(member), text('Data'))}</sheetData></worksheet>`
    const { detected, id } = (await upload({ sheet: usual })).file
    expect(detected).toMatchObject({ hiddenRows: 0, hiddenColumns: 1, hiddenAt: [1] })
    expect((await backend.planUpload(id)).summary).toMatchObject({ warnings: { row_warning: 1 } })
  })

  test('text that is struck through, or white on white, with a warning that the plan repeats', async () => {
    const styles =
      '<styleSheet><fonts><font/><font><strike/></font><font><strike val="0"/></font><font><color theme="0"/></font></fonts>' +
      '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF203864"/></patternFill></fill></fills>' +
      '<cellXfs><xf/><xf fontId="1"/><xf fontId="2"/><xf fontId="3"/><xf fontId="3" fillId="1"/></cellXfs></styleSheet>'
    const styled = (style: number, value: string) => text(value).replace('<c ', `<c s="${style}" `)
    const partly = `<c t="inlineStr"><is><r><t>Data</t></r><r><rPr><strike/></rPr><t>; Legal</t></r></is></c>`
    const shared = '<si><r><rPr><strike val="true"/></rPr><t>Data; </t></r><r><t>Legal</t></r></si>'
    const { file, rows } = await upload({
      strings: shared,
      parts: { 'xl/styles.xml': styles },
      rows:
        row(styled(4, 'Email'), styled(4, 'Groups')) +
        row(styled(1, member), styled(2, 'Data')) +
        row(text(secondMember), partly) +
        row(text(wellKnown.coDeveloper), `<c t="s"><v>0</v></c>`) +
        row(styled(3, wellKnown.botOwner), styled(4, 'Data')),
    })
    expect(
      rows.map(({ issues }) => issues.map(({ code, column, suggestions }) => [code, column, suggestions])),
    ).toEqual([
      [['cell_struck', 0, []]],
      [['cell_struck', 1, ['Data']]],
      [['cell_struck', 1, ['Legal']]],
      [['cell_unseen', 0, []]],
    ])
    expect((await backend.planUpload(file.id)).summary.warnings).toMatchObject({ row_warning: 4 })
  })

  const codesOf = (rows: Awaited<ReturnType<typeof upload>>['rows']) =>
    rows.map(({ issues }) => issues.map(({ code, column }) => [code, column]))

  test('cells that their number format, or a color like their background, hides', async () => {
    const formats = [
      ';;;',
      'General;General;General;',
      '&quot;&quot;;&quot;&quot;;&quot;&quot;;&quot;&quot;',
      '&quot;EMP-&quot;@',
      '0;;;@',
    ]
    const styles =
      `<styleSheet><numFmts>${formats.map((code, at) => `<numFmt numFmtId="${200 + at}" formatCode="${code}"/>`).join('')}</numFmts>` +
      '<fonts><font/><font><color rgb="FFD9D9D9"/></font></fonts>' +
      '<fills><fill/><fill><patternFill patternType="solid"><fgColor rgb="FFD9D9D9"/></patternFill></fill></fills>' +
      `<cellXfs><xf/>${formats.map((_, at) => `<xf numFmtId="${200 + at}"/>`).join('')}<xf fontId="1" fillId="1"/><xf fontId="1"/></cellXfs></styleSheet>`
    const styled = (style: number, value: string) => text(value).replace('<c ', `<c s="${style}" `)
    const { file, rows } = await upload({
      parts: { 'xl/styles.xml': styles },
      rows:
        row(text('Employee ID'), text('Groups'), text('Developer')) +
        row(text('1'), styled(1, 'Data'), `<c t="b" s="1"><v>1</v></c>`) +
        row(`<c s="1"><v>100777</v></c>`, styled(2, 'Data'), `<c s="5"><v>0</v></c>`) +
        row(styled(4, '7'), styled(3, 'Data'), `<c s="2"><v>1</v></c>`) +
        row(text('4'), styled(6, 'Data'), text('no')) +
        row(text('5'), styled(7, 'Data'), text('no')),
    })
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['1', 'Data', 'TRUE'],
      ['100777', 'Data', '0'],
      ['7', 'Data', '1'],
      ['4', 'Data', 'no'],
      ['5', 'Data', 'no'],
    ])
    const marks = codesOf(rows).map((issues) => issues.filter(([code]) => code !== 'person_unknown'))
    expect(marks).toEqual([
      [
        ['cell_unseen', 1],
        ['cell_unseen', 2],
      ],
      [
        ['number_displayed', 0],
        ['cell_unseen', 1],
        ['number_displayed', 2],
      ],
      [
        ['number_displayed', 0],
        ['cell_unseen', 1],
      ],
      [['cell_unseen', 1]],
      [],
    ])
    expect(rows[2]?.issues.find(({ code }) => code === 'number_displayed')?.suggestions).toEqual(['EMP-7', '7'])
    expect(file.issues.filter(({ code }) => code === 'cell_unseen').map(({ count }) => count)).toEqual([4, 1])
  })

  test('cells that a conditional format strikes through or hides, or may', async () => {
    const styles =
      '<styleSheet><cellXfs><xf/></cellXfs><dxfs><dxf><font><strike/><color rgb="FFFF0000"/></font></dxf>' +
      '<dxf><font><color theme="0"/></font><fill><patternFill><bgColor rgb="FFFFFFFF"/></patternFill></fill></dxf>' +
      '<dxf><numFmt numFmtId="200" formatCode=";;;"/></dxf><dxf><font><b/><color rgb="FF9C0006"/></font></dxf></dxfs></styleSheet>'
    const rule = (format: number, formula: string, attributes = 'type="expression"') =>
      `<cfRule ${attributes} dxfId="${format}" priority="1"><formula>${formula}</formula></cfRule>`
    const on = (range: string, ...rules: readonly string[]) =>
      `<conditionalFormatting sqref="${range}">${rules.join('')}</conditionalFormatting>`
    const cells = [
      ['Email', 'Groups', 'Status'],
      [member, 'Data', 'Left'],
      [secondMember, 'Data', 'active'],
      [wellKnown.coDeveloper, 'Legal', 'active'],
      [wellKnown.botOwner, 'Data', 'moved'],
    ]
    const sheet =
      `<worksheet><sheetData>${cells.map((values) => row(...values.map(text))).join('')}</sheetData>` +
      on('A2:A1048576', rule(0, '$C2=&quot;left&quot;'), rule(3, '$C2=&quot;active&quot;')) +
      on('B2:B4 B5', rule(1, '&quot;Legal&quot;', 'type="cellIs" operator="equal"')) +
      on('B5', rule(2, 'AND($C5&lt;&gt;&quot;&quot;,TODAY()&gt;45000)')) +
      '</worksheet>'
    const { rows } = await upload({ sheet, parts: { 'xl/styles.xml': styles } })
    expect(codesOf(rows)).toEqual([[['cell_struck', 0]], [], [['cell_unseen', 1]], [['cell_conditional', 1]]])
  })

  test('cells whose formats an earlier rule stops, and cells of a built-in table style with white text', async () => {
    const styles =
      '<styleSheet><fills><fill/><fill><patternFill patternType="solid"><fgColor rgb="FFFFFFFF"/></patternFill></fill></fills>' +
      '<cellXfs><xf/><xf fillId="1"/></cellXfs><dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>'
    const rule = (priority: number, formula: string, attributes: string) =>
      `<cfRule type="expression" priority="${priority}" ${attributes}><formula>${formula}</formula></cfRule>`
    const on = (range: string, ...rules: readonly string[]) =>
      `<conditionalFormatting sqref="${range}">${rules.join('')}</conditionalFormatting>`
    const filled = (value: string) => text(value).replace('<c', '<c s="1"')
    const sheet =
      `<worksheet xmlns:r="r"><sheetData>${row(text('Email'), text('Groups'), text('Developer'))}` +
      row(text(member), filled('Data'), text('yes')) +
      row(text(secondMember), text('Data'), text('no')) +
      row(text(wellKnown.coDeveloper), text('Data'), text('yes')) +
      '</sheetData>' +
      on('A2:A4', rule(1, '$C2=&quot;yes&quot;', 'stopIfTrue="1"'), rule(2, 'TRUE', 'dxfId="0"')) +
      on('C2', rule(3, 'TODAY()&gt;45000', 'stopIfTrue="1"'), rule(4, 'TRUE', 'dxfId="0"')) +
      '<tableParts><tablePart r:id="t1"/></tableParts></worksheet>'
    const links =
      '<Relationships><Relationship Id="t1" Type="http://x/table" Target="../tables/table1.xml"/></Relationships>'
    const table = '<table ref="A1:C4"><tableStyleInfo name="TableStyleDark3" showRowStripes="1"/></table>'
    const parts = { 'xl/worksheets/_rels/sheet1.xml.rels': links, 'xl/tables/table1.xml': table }
    const { rows } = await upload({ sheet, parts: { ...parts, 'xl/styles.xml': styles } })
    expect(codesOf(rows)).toEqual([
      [
        ['cell_unseen', 1],
        ['cell_conditional', 2],
      ],
      [['cell_struck', 0]],
      [],
    ])
    const icons = '<cfRule type="iconSet" priority="1"><iconSet showValue="0"/></cfRule>'
    const rowsOfIcons =
      row(text('Email'), text('Groups'), text('Developer')) + row(text(member), text('Data'), '<c><v>1</v></c>')
    const shown = await upload({
      sheet: `<worksheet><sheetData>${rowsOfIcons}</sheetData>${on('C2', icons)}</worksheet>`,
    })
    expect(codesOf(shown.rows)).toEqual([[['cell_unseen', 2]]])
  })

  test('parts of a cell in the color of its background, tiny text, symbols and narrow columns', async () => {
    const styles =
      '<styleSheet><fonts><font/><font><sz val="1"/></font><font><name val="Wingdings"/></font></fonts>' +
      '<cellXfs><xf/><xf fontId="1"/><xf fontId="2"/></cellXfs></styleSheet>'
    const run = (value: string, color: string) => `<r><rPr><color rgb="FF${color}"/></rPr><t>${value}</t></r>`
    const parts = (second: string) => `<c t="inlineStr"><is><r><t>Data; </t></r>${run('Legal', second)}</is></c>`
    const sheet =
      '<worksheet><cols><col min="3" max="3" width="0.29"/></cols><sheetData>' +
      row(text('Email'), text('Groups'), text('Developer')) +
      row(text(member), parts('FFFFFF'), text('yes')) +
      row(text(secondMember), parts('FF0000'), text('yes')) +
      row(text(wellKnown.coDeveloper), text('Data').replace('<c', '<c s="1"'), text('yes')) +
      row(text(wellKnown.botOwner), text('Data'), text('n').replace('<c', '<c s="2"')) +
      '</sheetData></worksheet>'
    const { file, rows } = await upload({ sheet, parts: { 'xl/styles.xml': styles } })
    expect(file.detected).toMatchObject({ hiddenColumns: 1 })
    expect(codesOf(rows)).toEqual([[['cell_unseen', 1]], [], [['cell_unseen', 1]], [['cell_unseen', 2]]])
    expect(rows[0]?.issues[0]?.suggestions).toEqual(['Data;'])
  })

  test('cells that formats of the extension list, of a table style or of several rules hide, or may', async () => {
    const font = (color: string) => `<font><color rgb="FF${color}"/></font>`
    const fill = (color: string) => `<fill><patternFill><bgColor rgb="FF${color}"/></patternFill></fill>`
    const dxfs = [font('FFFFFF'), fill('222222'), font('222222'), font('FDFDFD')].map((dxf) => `<dxf>${dxf}</dxf>`)
    const styles =
      '<styleSheet><fonts><font><color theme="1"/></font></fonts><fills><fill><patternFill patternType="none"/></fill>' +
      '<fill><patternFill patternType="solid"><fgColor rgb="FF203040"/></patternFill></fill></fills>' +
      `<cellXfs><xf/><xf fillId="1"/></cellXfs><dxfs>${dxfs.join('')}</dxfs>` +
      '<tableStyles><tableStyle name="Quiet"><tableStyleElement type="lastColumn" dxfId="3"/>' +
      '<tableStyleElement type="firstRowStripe" dxfId="0"/></tableStyle></tableStyles></styleSheet>'
    const dark = (value: string) => text(value).replace('<c', '<c s="1"')
    const own = (dxf: string, formula: string, range: string) =>
      `<x14:conditionalFormatting><x14:cfRule type="expression" priority="1"><xm:f>${formula}</xm:f>` +
      `<x14:dxf>${dxf}</x14:dxf></x14:cfRule><xm:sqref>${range}</xm:sqref></x14:conditionalFormatting>`
    const always = (format: number, priority: number) =>
      `<cfRule type="expression" dxfId="${format}" priority="${priority}"><formula>TRUE</formula></cfRule>`
    const sheet =
      `<worksheet xmlns:x14="x" xmlns:xm="m" xmlns:r="r"><sheetData>${row(text('Email'), text('Groups'), text('Developer'))}` +
      row(text(member), dark('Data'), text('yes')) +
      row(text(secondMember), text('Data'), text('yes')) +
      row(text(wellKnown.coDeveloper), text('Legal'), text('yes')) +
      row(text(wellKnown.botOwner), text('Data'), text('yes')) +
      `</sheetData><conditionalFormatting sqref="B2:B3">${always(0, 1)}</conditionalFormatting>` +
      `<conditionalFormatting sqref="B5">${always(1, 2)}${always(2, 3)}</conditionalFormatting>` +
      '<tableParts><tablePart r:id="t1"/></tableParts>' +
      '<extLst><ext><x14:conditionalFormattings>' +
      own(font('FFFFFF'), '$B4=&quot;Legal&quot;', 'A4:A5') +
      own('<font><strike/></font>', 'COUNTIF(Leavers!$A:$A,A3)&gt;0', 'A3') +
      '</x14:conditionalFormattings></ext></extLst></worksheet>'
    const table = (info: string) => `<table ref="A1:C4"><tableStyleInfo name="Quiet" ${info}/></table>`
    const links =
      '<Relationships><Relationship Id="t1" Type="http://x/table" Target="../tables/table1.xml"/></Relationships>'
    const parts = { 'xl/styles.xml': styles, 'xl/worksheets/_rels/sheet1.xml.rels': links }
    const codes = async (info: string) =>
      codesOf((await upload({ sheet, parts: { ...parts, 'xl/tables/table1.xml': table(info) } })).rows)
    expect(await codes('showLastColumn="1"')).toEqual([
      [['cell_unseen', 2]],
      [
        ['cell_conditional', 0],
        ['cell_unseen', 1],
        ['cell_unseen', 2],
      ],
      [
        ['cell_unseen', 0],
        ['cell_unseen', 2],
      ],
      [['cell_unseen', 1]],
    ])
    const stripes = await codes('showRowStripes="1"')
    expect(stripes.map((issues) => issues.filter(([, column]) => column === 2))).toEqual([
      [['cell_conditional', 2]],
      [['cell_conditional', 2]],
      [['cell_conditional', 2]],
      [],
    ])
  })

  test('an id with more digits than Excel keeps is an error until a user confirms it', async () => {
    const id = '24680135791113400'
    const rows =
      row(text('Channel user ID'), text('Erase'), text('Notes')) +
      row(`<c><v>2.46801357911134E+16</v></c>`, text('all bots'), `<c><v>${id}</v></c>`) +
      row(text('12345678901234500'), text('all bots')) +
      row(`<c><v>24680135791113456</v></c>`, text('all bots')) +
      row(`<c><v>1.2345678901234567E+16</v></c>`, text('all bots'))
    const { file, ...read } = await upload({ rows })
    expect(codesOf(read.rows)).toEqual([[['digits_lost', 0]], [], [], [['digits_lost', 0]]])
    await backend.fix(file.id, { kind: 'cells', cells: [{ row: 2, column: 0, value: id }] })
    expect((await backend.rows(file.id))[0]).toMatchObject({ identifier: { value: id }, issues: [] })
  })

  test('blanks around a text are trimmed, with a note', async () => {
    const rows = row(text('Email'), text('Groups')) + row(text(`\u00a0${member} `), text(' Data'))
    const read = await upload({ rows })
    expect(codesOf(read.rows)).toEqual([
      [
        ['spaces_trimmed', 0],
        ['spaces_trimmed', 1],
      ],
    ])
  })

  test.each([
    ['00&quot;.&quot;000', '12345', '12.345'],
    ['0000\\.00\\.000', '123456789', '1234.56.789'],
  ])('a point in an id as its format %s does', async (code, stored, shown) => {
    const styles = `<styleSheet><numFmts><numFmt numFmtId="180" formatCode="${code}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="180"/></cellXfs></styleSheet>`
    const rows = row(text('Employee ID'), text('Groups')) + row(`<c s="1"><v>${stored}</v></c>`, text('Data'))
    const read = await upload({ rows, parts: { 'xl/styles.xml': styles } })
    expect(read.rows.map(({ identifier }) => identifier?.value)).toEqual([shown])
  })

  test.each([(name: string) => name.toLowerCase(), (name: string) => name.replace(/(\w)(\d)/, '$$$1$$$2')])(
    'its cells in their places, regardless of the form of their references',
    async (written) => {
      const cell = (place: string, value: string) => text(value).replace('<c', `<c r="${written(place)}"`)
      const rows = `<row r="1">${cell('A1', 'Email')}${cell('B1', 'Groups')}</row><row r="2">${cell('A2', member)}${cell('B2', 'Data')}</row>`
      const read = await upload({ rows })
      expect(read.rows.map(({ cells }) => cells)).toEqual([[member, 'Data']])
    },
  )
})
