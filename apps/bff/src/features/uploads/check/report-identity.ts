import type { UploadColumn } from '@muster/contracts/uploads'
import type { Identifier, User } from '@muster/core/account/user'
import type { Change } from '@muster/core/change/change'
import { comparableIdentifier } from '@muster/core/identifier/read-identifier'
import { isReportHeader, type RowReference, readReference, referenceColumn } from '@muster/core/outcome/report-columns'
import type { ColumnMapping, UploadIssue } from '@muster/core/upload/upload-mapping'
import type { EditedRow, FileRow } from '../file-ports.ts'
import type { ReportedItem, ReportedItems } from '../reported-ports.ts'

const dateLike = /^\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{1,4})?$/
const dateShown = /\d\D+\d|\d\W?\p{L}{3,}|\p{L}{3,}\W?\d/u
const truth = /^(?:true|false)$/i

/** What a spreadsheet turns an id into that looks like a number, a date or a boolean. */
function isSpreadsheetForm(planned: string, present: string): boolean {
  const [before, now] = [Number(planned), Number(present.replace(',', '.'))]
  if (planned.trim() !== '' && Number.isFinite(before) && Number.isFinite(now))
    return Math.abs(before - now) <= Math.abs(before) * 1e-4
  if (dateLike.test(planned)) return dateShown.test(present) || /^\d{5}$/.test(present)
  return truth.test(planned) && /^\p{L}+$/u.test(present)
}

/** The job item behind a row of a report. `unknown`: the row refers to none. */
export type Binding = ReportedItem | 'unknown' | undefined

const referencesIn = (columns: readonly UploadColumn[]) =>
  columns.findLast(({ header }) => header === referenceColumn)?.index

/**
 * The item behind each row of a report, by its reference. Undefined for rows without one: of other files, of reports from
 * earlier versions, and of failures opened here, whose cells a member may have changed already.
 */
export async function bindRows(
  reportedItems: ReportedItems,
  rows: readonly FileRow[],
  columns: readonly UploadColumn[],
): Promise<readonly Binding[]> {
  const column = isReportHeader(columns.map(({ header }) => header)) ? referencesIn(columns) : undefined
  if (column === undefined) return rows.map(() => undefined)
  const cells = rows.map((row) => (row.retriesSeq === undefined ? (row.cells[column] ?? '').trim() : ''))
  const references = cells.map(readReference)
  const given: readonly RowReference[] = references.flatMap((reference) => reference ?? [])
  const items = (await reportedItems.find(given)).values()
  return cells.map((cell, at) => {
    if (cell === '') return undefined
    return references[at] === null ? 'unknown' : (items.next().value ?? 'unknown')
  })
}

/** A row with the user it names. */
interface NamedUser {
  readonly identifiers: readonly Identifier[]
  /** The user that the directory knows by the first identifier. */
  readonly user: User | undefined
}

/** The row's identifier if it differs from the item's; null if the row names the item's user. */
function otherIdentifier({ identifier, userId }: ReportedItem, { identifiers, user }: NamedUser): Identifier | null {
  if (identifier.value === '') return null
  const [first = null] = identifiers
  const same = identifiers.find(({ by }) => by === identifier.by)
  if (same !== undefined) return comparableIdentifier(same) === comparableIdentifier(identifier) ? null : same
  return user !== undefined && user.id === userId ? null : first
}

function isSameScope(change: Change | null, planned: Change): boolean {
  if (change?.kind !== 'erase' || planned.kind !== 'erase') return true
  const botsOf = ({ scope }: typeof planned) => (scope.kind === 'bots' ? scope.botIds.toSorted().join('\n') : '*')
  return botsOf(change) === botsOf(planned)
}

/** Whether the job completed the item of a row, for the row's user and with the requested scope. */
export function endedWell(binding: Binding, named: NamedUser & { readonly change: Change | null }): boolean {
  if (binding === undefined) return true
  if (binding === 'unknown') return false
  return binding.isDone && isSameScope(named.change, binding.change) && otherIdentifier(binding, named) === null
}

const mappingOf: Readonly<Record<Identifier['by'], ColumnMapping>> = {
  email: 'email',
  orgUserId: 'org_user_id',
  userId: 'user_id',
  channelUserId: 'channel_user_id',
}

const sentence = (row: number | string, planned: string, present: string) =>
  `The report’s row ${row} was for ${planned}; the file has ${present}`

/** The column of an identifier. */
export function columnOf(
  { by }: Identifier,
  cells: readonly string[],
  columns: readonly Pick<UploadColumn, 'index' | 'mapping'>[],
): number | null {
  const named = columns.find(({ mapping, index }) => mapping === mappingOf[by] && (cells[index] ?? '') !== '')
  return named?.index ?? null
}

/**
 * A member who corrects the report edits an address on purpose: the row is planned, with a warning. A change that a
 * spreadsheet may have made, or that is irreversible, is an error.
 */
function boundIssues(
  row: EditedRow,
  binding: ReportedItem,
  { columns, change, ...named }: NamedUser & { columns: readonly UploadColumn[]; change: Change | null },
): readonly UploadIssue[] {
  const { identifier } = binding
  const other = otherIdentifier(binding, named)
  if (other === null) return []
  const column = columnOf(other, row.cells, columns)
  if (column !== null && row.edited.includes(column)) return []
  const isPlanned = change?.kind === 'update' && (other.by !== identifier.by || other.by === 'email')
  return [
    {
      code: isPlanned ? 'report_user_changed' : 'report_id_changed',
      column,
      value: sentence(binding.row, identifier.value, other.value),
      suggestions: other.by === identifier.by ? [identifier.value] : [],
    },
  ]
}

/** The first name in quotes, in the quotes of any language of a report. */
const quotedName = /["“„«](.+?)["”“»]/

/** The identifier that the job had in this row, quoted from the report's reason, and the row. */
function quotedIdentifier({ cells, row }: FileRow, columns: readonly UploadColumn[]) {
  const valueOf = (name: string) => cells[columns.find(({ header }) => header === name)?.index ?? -1] ?? ''
  if (valueOf('Code') !== 'user_not_found' && valueOf('Code') !== 'user_ambiguous') return null
  const planned = quotedName.exec(valueOf('Reason'))?.[1]
  return planned === undefined ? null : { planned, row: valueOf('Row') || row }
}

/** Issues of a report's row without a reference: an id changed by a spreadsheet would name another user. */
function quotedIssues(
  row: EditedRow,
  { columns, identifiers: [identifier] }: NamedUser & { columns: readonly UploadColumn[] },
): readonly UploadIssue[] {
  const column = identifier === undefined ? null : columnOf(identifier, row.cells, columns)
  if (identifier === undefined || column === null || row.edited.includes(column)) return []
  if (!isReportHeader(columns.map(({ header }) => header))) return []
  const quoted = quotedIdentifier(row, columns)
  if (quoted === null || quoted.planned === identifier.value) return []
  if (!isSpreadsheetForm(quoted.planned, identifier.value)) return []
  const value = sentence(quoted.row, quoted.planned, identifier.value)
  return [{ code: 'report_id_changed', column, value, suggestions: [quoted.planned] }]
}

/** Whether a row of a report still names the user of the job's item. */
export function reportIdentityIssues(
  row: EditedRow,
  binding: Binding,
  named: NamedUser & { readonly columns: readonly UploadColumn[]; readonly change: Change | null },
): readonly UploadIssue[] {
  if (binding === undefined) return quotedIssues(row, named)
  if (binding !== 'unknown') return boundIssues(row, binding, named)
  return [{ code: 'report_row_unknown', column: null, value: null, suggestions: [] }]
}
