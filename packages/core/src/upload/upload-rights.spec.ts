import { describe, expect, test } from 'vitest'
import { suggestMappings } from './upload-columns.ts'
import { neighborsOf } from './upload-rights.ts'

type Table = readonly (readonly string[])[]

/** Whether the column of removals, which is the second, is taken for one. */
function isTaken([header = [], ...rows]: Table): boolean {
  const columns = header.map((name, at) => {
    const cells = rows.map((row) => row[at] ?? '')
    return { header: name, cells, values: cells.filter((cell) => cell !== '') }
  })
  const [, removal] = columns
  if (removal === undefined) throw new Error('the table has no second column')
  const [best] = suggestMappings({ ...removal, neighbors: neighborsOf(removal, columns) })
  return best?.score === 1
}

const ana = 'ana@example.com'
const actions = (heading: string, cell: string): Table => [
  ['Email', 'Action', heading],
  [ana, 'Remove', cell],
]
const flags = (heading: string, cell: string): Table => [
  ['Email', 'Remove', heading],
  [ana, 'x', cell],
]

describe('"Remove" of something beside it removes no user', () => {
  test.each([
    ['License', 'Visio'],
    ['Lizenz', 'Visio'],
    ['Item', 'Laptop'],
    ['Catalog item', 'VPN'],
    ['Team', 'Data team EMEA'],
    ['Entitlement', 'Billing reporting'],
    ['Resource', 'Files'],
    ['Permission', 'Approve invoices'],
    ['Profile', 'Standard'],
    ['Distribution list', 'all-hands'],
    ['DL', 'all-hands'],
    ['Folder', 'Contracts'],
    ['Mailbox', 'info'],
    ['Berechtigung', 'Rechnungen'],
    ['Droit', 'Factures'],
    ['Permiso', 'Facturas'],
    ['Channel', 'general'],
    ['Queue', 'Tier 1'],
    ['Project', 'Apollo'],
    ['AD group', 'Sales EMEA'],
    ['Bot', 'Billing'],
    ['権限', '請求'],
    ['Whatever', 'Visio'],
    ['', 'Visio'],
  ])('%s: %s', (heading, cell) => {
    expect([isTaken(actions(heading, cell)), isTaken(flags(heading, cell))]).toEqual([false, false])
  })

  test('nor do the rows without a group, where others have one', () => {
    const rows: Table = [
      ['Email', 'Action', 'Group'],
      [ana, 'Remove', 'Data'],
      ['ben@example.com', 'Remove', ''],
    ]
    expect(isTaken(rows)).toBe(false)
  })

  test('a column of what can be taken counts before its first removal', () => {
    const updates: Table = [
      ['Email', 'Action', 'License'],
      [ana, 'Update', 'Visio'],
    ]
    expect(isTaken(updates)).toBe(false)
  })
})

describe('"Remove" beside what a user is, or in a file of Muster or Kore.ai, removes the user', () => {
  test.each([
    ['Name', 'Ana Lee'],
    ['Department', 'Sales'],
    ['Abteilung', 'Vertrieb'],
    ['Location', 'Berlin'],
    ['Cost center', 'Retail'],
    ['Job title', 'Clerk'],
    ['Supervisor', 'Big Boss'],
    ['Team lead', 'Big Boss'],
    ['Requested by', 'Big Boss'],
    ['Employment status', 'Left'],
    ['Comment', 'moved'],
    ['Ticket', 'INC001'],
    ['Last seen', '2026-01-02'],
    ['Phone', '+49 30 1234'],
    ['Whatever', '42'],
    ['License', ''],
    ['Muster outcome', 'failed'],
  ])('%s: %s', (heading, cell) => {
    expect([isTaken(actions(heading, cell)), isTaken(flags(heading, cell))]).toEqual([true, true])
  })

  test('where the heading names the user', () => {
    const named: Table = [
      ['Email', 'Remove user', 'License'],
      [ana, 'yes', 'Visio'],
    ]
    const koreAi: Table = [
      ['Email ID', 'User Status', 'Team'],
      [ana, 'Delete', 'Sales'],
    ]
    expect([isTaken(named), isTaken(koreAi)]).toEqual([true, true])
  })

  test('where only other rows have groups', () => {
    const mixed: Table = [
      ['Email', 'Action', 'Groups'],
      [ana, 'Update', 'Data'],
      ['ben@example.com', 'Remove', ''],
    ]
    expect(isTaken(mixed)).toBe(true)
  })

  test('where all removals have a group, which is an error of each row', () => {
    const paired: Table = [
      ['Email', 'Action', 'Groups'],
      [ana, 'Remove', 'Data'],
    ]
    expect(isTaken(paired)).toBe(true)
  })

  test('beside the bots of roles', () => {
    const roles: Table = [
      ['Email', 'Action', 'Roles', 'Bot'],
      [ana, 'Update', 'Tester', 'Billing'],
    ]
    expect(isTaken(roles)).toBe(true)
  })
})
