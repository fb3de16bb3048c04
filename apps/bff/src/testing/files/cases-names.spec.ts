import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'

const groups = [
  'バス',
  'かき',
  'กา',
  'कर',
  'İstanbul',
  'Straße',
  'Ёлка',
  'שָׁלוֹם',
  'R&D; Labs',
  'Sales - EMEA',
  'A|B',
  'Legal (EU)',
  'Team 3',
  'Region 1',
  'Region 12',
]
let backend: Backend
beforeAll(async () => {
  backend = await startBackend({ sandbox: { groups } })
}, 120_000)
afterAll(() => backend.stop(), 60_000)

async function groupIssues(cell: string) {
  const file = await backend.upload('g.csv', `Email,Groups to add\nmember@kore-sandbox.example,"${cell}"\n`)
  const [row] = await backend.rows(file.id)
  return { file, row, issues: (row?.issues ?? []).filter(({ code }) => code === 'group_unknown') }
}

test('suggests for a name that a program decoded twice the name itself', async () => {
  const { issues } = await groupIssues('StraÃŸe')
  expect(issues).toMatchObject([{ level: 'error', value: 'StraÃŸe', suggestions: ['Straße'] }])
})

test.each([';', ', ,', '|', '- ; -'])('the cell %j sets no groups, and takes none away', async (cell) => {
  const file = await backend.upload('g.csv', `Email,Set groups\nmember@kore-sandbox.example,"${cell}"\n`)
  const [row] = await backend.rows(file.id)
  expect(row?.issues.map(({ code }) => code)).toEqual(['blank_like', 'nothing_requested'])
  const { summary } = await backend.planUpload(file.id)
  expect(summary).toMatchObject({ dispositions: { change: 0, unchanged: 1 }, effects: [] })
})

test.each(['Data=no', 'Data (no)', 'Data - nein', 'Data: off', 'Data → нет', 'Data ✗', 'Data❌', 'Data [ ]', 'Data ☐'])(
  'the cell %j suggests no group: it may stand for a removal',
  async (cell) => {
    const { issues } = await groupIssues(cell)
    expect(issues).toMatchObject([{ value: cell, suggestions: [] }])
  },
)

test('the name of a bot before a no is no suggestion for a role', async () => {
  const file = await backend.upload('r.csv', 'Email,Add roles\nmember@kore-sandbox.example,Analyst on Returns: no\n')
  const [row] = await backend.rows(file.id)
  expect(row?.issues).toMatchObject([{ code: 'bot_unknown', suggestions: [] }])
})

test.each([
  ['Region 1²', 'Region 1'],
  ['Region 1 ②', 'Region 1'],
])('the cell %j with its footnote is not “Region 12”, and suggests %j', async (cell, name) => {
  const { issues } = await groupIssues(cell)
  expect(issues).toMatchObject([{ value: cell, suggestions: [name] }])
})

describe('names by script', () => {
  test.each(['パス', 'ハス', 'がき', 'ก่า', 'ก้า', 'करो', 'かぎ', 'बस'])('%s is another name', async (cell) => {
    const { issues } = await groupIssues(cell)
    expect(issues.map(({ value }) => value)).toEqual([cell])
  })

  test.each([
    ['パス', 'バス'],
    ['がき', 'かき'],
    ['ก้า', 'กา'],
    ['करो', 'कर'],
  ])('suggests for %s the near miss %s', async (cell, near) => {
    const { issues } = await groupIssues(cell)
    expect(issues[0]?.suggestions).toContain(near)
  })

  test.each([
    'same as Ana',
    'wie Ana Silva',
    'comme Ana',
    'Ana と同じ',
    'see the ticket',
    'D\u0336a\u0336t\u0336a\u0336',
  ])('are not offered for %j, which names another user or place, or is struck', async (cell) => {
    const { issues } = await groupIssues(cell)
    expect(issues).toMatchObject([{ value: cell, suggestions: [] }])
  })

  test.each(['ISTANBUL', 'istanbul', 'STRASSE', 'Strasse', 'Елка', 'שלום', 'ﾊﾞｽ', 'data'])(
    '%s is the name without its accents',
    async (cell) => {
      const { row } = await groupIssues(cell)
      expect(row?.issues).toEqual([])
      expect(row?.change).toMatchObject({ kind: 'update', groups: { mode: 'edit', add: [expect.any(String)] } })
    },
  )

  test.each([
    ['Legal EU', 'Legal (EU)'],
    ['Legal-EU', 'Legal (EU)'],
    ['Sales EMEA.', 'Sales EMEA'],
  ])('suggests for %s first %s, which differs in signs only, not a shorter name', async (cell, near) => {
    const { issues } = await groupIssues(cell)
    expect(issues[0]?.suggestions[0]).toBe(near)
  })

  test('of a whole file: an unknown one is an error, a match is planned', async () => {
    const file = await backend.uploadCase('marks-that-are-no-accents.csv')
    const rows = await backend.rows(file.id)
    const unknown = rows.filter(({ issues }) => issues.some(({ code }) => code === 'group_unknown'))
    const cells = unknown.map(({ cells: [, cell] }) => cell)
    expect(cells).toEqual(expect.arrayContaining(['パス', 'ハス', 'がき', 'ก่า', 'ก้า', 'करो']))
    for (const cell of ['ISTANBUL', 'istanbul', 'STRASSE', 'Strasse', 'Елка', 'שלום', 'data'])
      expect(cells).not.toContain(cell)
  })
})

describe('names with separators', () => {
  test.each(['R&D; Labs', 'Data; R&D; Labs', 'R&D; Labs, Legal', 'Sales - EMEA; A|B', 'A|B|Data'])(
    'are found whole in %j',
    async (cell) => {
      const { row } = await groupIssues(cell)
      expect(row?.issues).toEqual([])
    },
  )

  test('do not go on in the next line of a cell', async () => {
    const { row, issues } = await groupIssues('Data\nScience')
    expect(issues.map(({ value }) => value)).toEqual(['Science'])
    expect(row?.change).toMatchObject({ groups: { add: [expect.any(String)] } })
  })

  test.each([
    ['R&D', 'R&D; Labs'],
    ['R&D; Lab', 'R&D; Labs'],
    ['Data; R&D; Lab', 'Data; R&D; Labs'],
  ])('%j becomes %j by its suggestion, once', async (cell, fixed) => {
    const { file, issues } = await groupIssues(cell)
    const [first] = issues
    expect(first?.suggestions[0]).toBe('R&D; Labs')
    const issue = `group_unknown:1:${first?.value ?? ''}`
    for (let times = 0; times < 2; times += 1) {
      await backend.fix(file.id, { kind: 'issue', issue, replaceWith: 'R&D; Labs' })
      const [row] = await backend.rows(file.id)
      expect(row?.cells[1]).toBe(fixed)
      expect(row?.issues).toEqual([])
    }
  })

  const path = (name: string) => String.raw`CN=${name},OU=Groups,DC=corp,DC=example`
  test.each([
    [path('Data'), 'Data'],
    [`${path('Data')},${path('Brand')}`, 'Data'],
    [`${path('Nowhere')};${path('Data')}`, undefined],
    [path(String.raw`R&D\; Labs`), 'R&D; Labs'],
    ['cn=Legal,cn=groups,cn=accounts,dc=corp', 'Legal'],
  ])('in the paths of a directory service %j are one issue for each path', async (cell, suggested) => {
    const { file, issues } = await groupIssues(cell)
    expect(issues).toHaveLength(cell.toLowerCase().split('dc=corp').length - 1)
    expect(issues[0]?.suggestions).toEqual(suggested === undefined ? [] : [suggested])
    for (const { code, value, suggestions } of issues)
      await backend.fix(file.id, {
        kind: 'issue',
        issue: `${code}:1:${value ?? ''}`,
        replaceWith: suggestions[0] ?? 'Brand',
      })
    const [row] = await backend.rows(file.id)
    expect(row?.issues).toEqual([])
  })

  test('divide a role from its bot by a dash if both are known', async () => {
    const cells = ['Analyst - Returns', 'Analyst: Returns', 'Analyst (Returns)', 'Returns / Analyst']
    const text = cells.map((cell) => `member@kore-sandbox.example,${cell}`).join('\n')
    const file = await backend.upload('r.csv', `Email,Add roles\n${text}\n`)
    const changes = (await backend.rows(file.id)).map(({ change }) => change)
    expect(changes[0]).toMatchObject({ kind: 'update', roles: { mode: 'edit', add: [{ botId: expect.any(String) }] } })
    expect(new Set(changes.map((change) => JSON.stringify(change))).size).toBe(1)
  })

  test('offer no suggestion that leaves an error', async () => {
    const file = await backend.upload('r.csv', 'Email,Add roles\nmember@kore-sandbox.example,Analyst - Nowhere\n')
    const [row] = await backend.rows(file.id)
    for (const issue of row?.issues ?? []) {
      for (const suggestion of issue.suggestions) {
        await backend.fix(file.id, { kind: 'cells', cells: [{ row: 2, column: 1, value: suggestion }] })
        const [after] = await backend.rows(file.id)
        expect(after?.issues.filter(({ level }) => level === 'error')).toEqual([])
      }
    }
  })
})
