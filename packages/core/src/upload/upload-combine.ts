import type { Change, ListChange, UpdateChange } from '../change/change.ts'
import type { AccountNames } from './account-names.ts'
import { levelOf } from './issue-level.ts'
import { listEntries, listNamesOf } from './upload-list.ts'
import type { ColumnMapping, MeantColumn } from './upload-mapping.ts'
import { roleNamesOf } from './upload-role.ts'
import { type RowReading, readRow } from './upload-row.ts'

type Cells = readonly string[]

interface Table {
  readonly columns: readonly MeantColumn[]
  readonly names: AccountNames
}

/** Columns whose cells of two rows add up. */
const lists = new Set<ColumnMapping>(['groups_add', 'groups_remove', 'roles_add', 'roles_remove'])
/** Columns with a complete value in each cell: a blank cell differs from a filled one. */
const exclusive = new Set<ColumnMapping>(['groups_set', 'roles_set', 'remove', 'erase', 'channel_id'])
const unread = new Set<ColumnMapping>(['ignore', 'outcome'])
const longestCell = 32_767

const cellOf = (cells: Cells, index: number) => (cells[index] ?? '').trim()

function isAdminRole(entry: string, { roles, adminRoleIds }: AccountNames): boolean {
  const match = roles.find(entry)
  return match.kind === 'found' && adminRoleIds.has(match.id)
}

/** A cell of roles in which every role names its bots, those of the column beside it included. */
function rolesWithBots(cells: Cells, index: number, { columns, names }: Table): string {
  const beside = columns.find(({ mapping }) => mapping === 'role_bot')
  const cell = beside === undefined ? '' : cellOf(cells, beside.index)
  if (cell === '') return cellOf(cells, index)
  const bots = cell === '*' ? ['*'] : listEntries(cell, listNamesOf(names.bots))
  const needsBot = (entry: string) => names.roles.knows(entry) && !isAdminRole(entry, names)
  return listEntries(cellOf(cells, index), roleNamesOf(names))
    .flatMap((entry) => (needsBot(entry) ? bots.map((bot) => `${entry} on ${bot}`) : [entry]))
    .join('; ')
}

/** One cell of two; null where they contradict each other. */
function combinedCell(first: Cells, other: Cells, column: MeantColumn, table: Table): string | null {
  const { index, mapping } = column
  if (unread.has(mapping)) return first[index] ?? ''
  if (mapping === 'role_bot') return ''
  const of = (cells: Cells) =>
    mapping.startsWith('roles_') ? rolesWithBots(cells, index, table) : cellOf(cells, index)
  const both = [...new Set([of(first), of(other)])]
  if (both.length === 1 || exclusive.has(mapping)) return both.length === 1 ? (both[0] ?? '') : null
  const filled = both.filter((cell) => cell !== '')
  if (lists.has(mapping)) return filled.join('; ')
  return filled.length === 1 || mapping === 'email' ? (filled[0] ?? '') : null
}

const isClean = ({ change, issues }: RowReading) =>
  change?.kind === 'update' && issues.every(({ code }) => levelOf[code] !== 'error')

const keysOf = (items: readonly unknown[]) => new Set(items.map((item) => JSON.stringify(item)))
const added = <T>(list: ListChange<T> | undefined): readonly T[] =>
  list?.mode === 'edit' ? list.add : (list?.to ?? [])
const removed = <T>(list: ListChange<T> | undefined): readonly T[] => (list?.mode === 'edit' ? list.remove : [])

/** Everything an update requests, each as one text. */
function requestsOf(change: Change | null): ReadonlySet<string> {
  const { groups, roles, isDeveloper, canCreateBot }: Partial<UpdateChange> = change?.kind === 'update' ? change : {}
  return keysOf([
    ...added(groups).map((group) => ['group', true, group]),
    ...removed(groups).map((group) => ['group', false, group]),
    ...added(roles).map(({ roleId, botId }) => ['role', true, roleId, botId]),
    ...removed(roles).map(({ roleId, botId }) => ['role', false, roleId, botId]),
    ...(isDeveloper === undefined ? [] : [['developer', isDeveloper]]),
    ...(canCreateBot === undefined ? [] : [['bots', canCreateBot]]),
  ])
}

/**
 * The cells of one row that requests what two rows of one user request, or null where that is not certain: only changes
 * that add up are combined, and the combined row is read again and compared with the two.
 */
export function combineRows(first: Cells, other: Cells, table: Table): Cells | null {
  const cells: string[] = [...first]
  for (const column of table.columns) {
    const cell = combinedCell(first, other, column, table)
    if (cell === null || cell.length > longestCell) return null
    while (cells.length <= column.index) cells.push('')
    cells[column.index] = cell
  }
  const [one, two, combined] = [first, other, cells].map((row) => readRow(row, table.columns, table.names))
  if (one === undefined || two === undefined || combined === undefined) return null
  if (![one, two, combined].every(isClean)) return null
  const requested = new Set([...requestsOf(one.change), ...requestsOf(two.change)])
  const got = requestsOf(combined.change)
  return got.size === requested.size && [...got].every((request) => requested.has(request)) ? cells : null
}
