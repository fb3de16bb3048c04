import type { UploadColumn } from '@muster/contracts/uploads'
import { subjectKey } from '@muster/core/account/subject-key'
import type { Identifier, User } from '@muster/core/account/user'
import { comparableAddress } from '@muster/core/identifier/address'
import { withoutInvisible } from '@muster/core/identifier/plain-text'
import { plainId, wholeOfExponent } from '@muster/core/identifier/read-identifier'
import { isReportHeader } from '@muster/core/outcome/report-columns'
import { isInEffect } from '@muster/core/plan/in-effect'
import type { UserMatch } from '@muster/core/plan/plan-item'
import type { AccountNames } from '@muster/core/upload/account-names'
import { plainCell } from '@muster/core/upload/formula-injection'
import { issueKey } from '@muster/core/upload/issue-key'
import { levelOf } from '@muster/core/upload/issue-level'
import { uploadLimits } from '@muster/core/upload/upload-file'
import { unreadKeysHeading } from '@muster/core/upload/upload-headings'
import { contrastMarks, type UploadIssue } from '@muster/core/upload/upload-mapping'
import { type RowReading, readRow } from '@muster/core/upload/upload-row'
import type { EditedRow, FileRow } from '../file-ports.ts'
import type { CheckedRow, UploadDirectory, UploadRecord } from '../ports.ts'
import { textIssues } from '../receive/text-issues.ts'
import type { ReportedItems } from '../reported-ports.ts'
import { isExamplePerson } from '../template/template-help.ts'
import { withSuggestions } from './cell-suggestions.ts'
import { nameIssues } from './other-name.ts'
import { type Binding, bindRows, columnOf, endedWell, reportIdentityIssues } from './report-identity.ts'
import { resemblance } from './resemblance.ts'

const issue = (code: UploadIssue['code'], column: number | null, value: string | null = null): UploadIssue => ({
  code,
  column,
  value,
  suggestions: [],
})

/** Facts about the file that validation needs. */
export type CheckedUpload = Pick<UploadRecord, 'columns' | 'detected'>

const same = (cell: string) => cell

/** Of a cell, in an issue. */
const longestValue = 200

interface Cleaned {
  readonly cells: readonly string[]
  /** Its cells are not below their headings, so its request is ambiguous. */
  readonly isTooLong: boolean
  readonly issues: readonly UploadIssue[]
}

/**
 * Cleans cells: removes surrounding blanks and invisible characters, each reported, and the apostrophe that
 * keeps a sheet from running them. Ignored columns stay unchanged.
 */
function clean(row: EditedRow, upload: CheckedUpload): Cleaned {
  const { columns, detected } = upload
  const { format } = detected
  // A workbook stores text as text, and a report's cells are plain already.
  const asTyped = format === 'csv' && !isReportHeader(columns.map(({ header }) => header)) ? plainCell : same
  const cells = [...row.cells]
  const issues: UploadIssue[] = []
  for (const { index, mapping, header, chosen } of columns) {
    const cell = cells[index] ?? ''
    if (cell === '') {
      if (mapping !== 'ignore' && row.errors.includes(index)) issues.push(issue('cell_without_value', index))
      continue
    }
    if (cell.length > uploadLimits.cellCharacters) issues.push(issue('cell_too_long', index))
    if (format === 'csv' && cell.includes('\ufffd')) issues.push(issue('characters_lost', index))
    if (header === unreadKeysHeading && chosen !== true)
      issues.push(issue('key_unread', index, cell.slice(0, longestValue)))
    if (mapping === 'ignore') continue
    const plain = asTyped(cell)
    const seen = withoutInvisible(plain)
    if (seen !== plain) issues.push(issue('invisible_characters', index))
    if (seen.trim() !== seen) issues.push(issue('spaces_trimmed', index))
    cells[index] = seen.trim()
    if (row.errors.includes(index)) issues.push(issue('cell_error', index, cell))
    if (row.formulas.includes(index)) issues.push(issue('cell_formula', index))
  }
  issues.push(...mergedIssues(row, upload), ...textIssues(row, upload))
  const surplus = surplusOf(row, columns)
  if (surplus !== undefined) issues.push(issue('row_too_long', surplus < columns.length ? surplus : null))
  else if (format === 'csv' && isCutShort(row, columns)) issues.push(issue('row_too_short', null))
  if (row.hidden) issues.push(issue('row_hidden', null))
  return { cells, issues, isTooLong: surplus !== undefined }
}

/**
 * Reports each cell that merged cells cover, with their displayed value as a suggestion. It is never filled in
 * automatically: only the member knows whether it applies to every row. A heading is not a value to fill in.
 */
function mergedIssues(
  { merged = [], edited }: EditedRow,
  { columns, detected }: CheckedUpload,
): readonly UploadIssue[] {
  const isRead = (column: number) => (columns[column]?.mapping ?? 'ignore') !== 'ignore' && !edited.includes(column)
  return merged
    .filter(({ column }) => isRead(column))
    .map(({ column, range, firstRow, value }) => ({
      ...issue('cell_merged', column, range),
      suggestions: value === null || firstRow <= detected.headerRow ? [] : [value.trim()],
    }))
}

/** Maximum groups for merged cells of a sheet: very many would push other issues off the list. */
const maxGroupedMerges = 200

function keyIn({ detected: { mergedCells } }: CheckedUpload, one: UploadIssue): string {
  // Every row has a different value: as groups they would push other issues off the list.
  const isOneOfMany =
    one.code === 'identifier_read' ||
    one.code === 'name_differs' ||
    one.code === 'report_id_changed' ||
    one.code === 'report_user_changed' ||
    one.code === 'key_unread' ||
    one.code === 'cell_struck' ||
    one.code === 'cell_unseen' ||
    one.code === 'cell_conditional' ||
    one.code === 'cell_commented' ||
    one.code === 'blank_below' ||
    one.code.startsWith('quote_') ||
    (one.code === 'cell_merged' && mergedCells > maxGroupedMerges)
  return issueKey(isOneOfMany ? { ...one, value: null } : one)
}

/** Whether a member declared a column that most rows fill as unused. In a few rows, each is reported. */
const isChosen = ({ chosen, fillRate }: UploadColumn) => chosen === true && fillRate >= 0.5

/** Whether a cell in this column has no heading; undefined beyond the last column. */
export function isSurplusColumn(column: UploadColumn | undefined): boolean {
  return column === undefined || (column.beyondHeader === true && column.mapping === 'ignore' && !isChosen(column))
}

/** The first nonblank cell without a heading. */
function surplusOf({ cells }: FileRow, columns: CheckedUpload['columns']): number | undefined {
  const at = cells.findIndex((cell, index) => cell.trim() !== '' && isSurplusColumn(columns[index]))
  return at === -1 ? undefined : at
}

/** Whether cells of mapped columns are missing, for example because a line was broken in two. */
function isCutShort({ cells }: FileRow, columns: CheckedUpload['columns']): boolean {
  return columns.slice(cells.length).some(({ mapping }) => mapping !== 'ignore')
}

/** The directory's data for every identifier of a row. */
interface FoundUsers {
  readonly matches: readonly (readonly [Identifier, UserMatch])[]
  readonly column: number | null
  /** The job item of the row, if the file is a report. */
  readonly binding: Binding
}

/** Whether an identifier contradicts a known user. Data missing from the directory contradicts nothing. */
function contradicts(identifier: Identifier, { email, orgUserId, id }: User): boolean {
  switch (identifier.by) {
    case 'email':
      return email !== '' && comparableAddress(email) !== comparableAddress(identifier.value)
    case 'orgUserId':
      return orgUserId !== null && orgUserId !== '' && plainId(orgUserId) !== plainId(identifier.value)
    case 'userId':
      return id !== identifier.value
    case 'channelUserId':
      break
  }
  return false
}

/** The known users of a row, and whether its identifiers belong to different ones. */
function usersOf({ matches }: FoundUsers): { readonly users: readonly User[]; readonly differ: boolean } {
  const users = matches.flatMap(([, match]) => (match.kind === 'user' ? [match.user] : []))
  const differ = users.some((user) => matches.some(([identifier]) => contradicts(identifier, user)))
  return { users, differ }
}

function personIssues(reading: RowReading, found: FoundUsers): readonly UploadIssue[] {
  const { identifier, change } = reading
  if (identifier === null) return []
  const { users, differ } = usersOf(found)
  const [first] = found.matches
  if (first?.[1].kind === 'ambiguous') return [issue('identifier_ambiguous', found.column, identifier.value)]
  if (differ) return [issue('person_ambiguous', found.column, identifier.value)]
  if (first?.[1].kind !== 'user' && isExamplePerson(identifier.value)) return [issue('example_row', null)]
  // Erasure is for people who are not members; the plan checks whether one still is.
  const known = users.length > 0 || change?.kind === 'erase' || identifier.by === 'channelUserId'
  if (known) return []
  const whole = identifier.by === 'email' ? null : wholeOfExponent(identifier.value)
  return [{ ...issue('person_unknown', found.column, identifier.value), suggestions: whole === null ? [] : [whole] }]
}

const namedIn = (found: FoundUsers) => ({
  identifiers: found.matches.map(([identifier]) => identifier),
  user: usersOf(found).users[0],
})

/**
 * Whether a row marked as done in a report still is: bound to the user the row names now, and to the directory's data.
 * An erasure leaves nothing to compare; requesting it twice is worse than skipping it.
 */
function isStillDone({ change, issues, markedDone }: RowReading, found: FoundUsers): boolean {
  if (!markedDone) return false
  const { users, differ } = usersOf(found)
  const [user] = users
  if (!endedWell(found.binding, { ...namedIn(found), change })) return false
  if (change?.kind === 'erase') return true
  if (issues.some(({ code }) => levelOf[code] === 'error')) return false
  if (change?.kind === 'remove') return users.length === 0
  return user !== undefined && !differ && (change === null || isInEffect(change, user))
}

/** The issues of a row, and its change. */
function issuesAndChange(reading: RowReading, found: FoundUsers & { readonly cleaned: Cleaned }) {
  const { issues, isTooLong } = found.cleaned
  if (isStillDone(reading, found)) return { done: true, change: null, issues: [...issues, issue('already_done', null)] }
  const no = reading.markedDone && !isTooLong ? [issue('done_no_longer', null)] : []
  const known = isTooLong ? [] : personIssues(reading, found)
  return { done: false, change: reading.change, issues: [...issues, ...reading.issues, ...no, ...known] }
}

function checkedRow(
  row: EditedRow,
  reading: RowReading,
  found: FoundUsers & { readonly upload: CheckedUpload; readonly cleaned: Cleaned },
): CheckedRow {
  const { done, change, issues: ownIssues } = issuesAndChange(reading, found)
  const { columns } = found.upload
  const [user = null] = usersOf(found).users
  const known = [
    ...ownIssues,
    ...nameIssues(row, done ? null : user, { column: found.column, columns }),
    ...reportIdentityIssues(row, found.binding, {
      ...namedIn(found),
      columns,
      change: reading.change,
    }),
  ]
  const issues = withSuggestions(row, known, columns)
  return {
    ...row,
    identifier: reading.identifier,
    change,
    subject: reading.identifier === null ? null : subjectKey(reading.identifier, user),
    done,
    isFooter: reading.isFooter,
    resembles: reading.identifier?.by === 'email' ? resemblance(reading.identifier.value) : null,
    issues: issues.map((one) => ({ ...one, level: levelOf[one.code], key: keyIn(found.upload, one) })),
  }
}

interface Check {
  readonly upload: CheckedUpload
  readonly names: AccountNames
}

/** A row before the directory lookup. A report may hold the marks of a file without the values beside them. */
function draftOf(row: EditedRow, { upload, names }: Check, binding?: Binding) {
  const cleaned = clean(row, upload)
  const isAmbiguous = binding !== undefined && binding !== 'unknown' && binding.isMarkAmbiguous
  const columns = isAmbiguous
    ? upload.columns.map((column) => ({ ...column, ambiguousMarks: contrastMarks }))
    : upload.columns
  const reading = readRow(cleaned.cells, columns, names)
  // Other issues in cells below the wrong headings would only mislead.
  return { row, cleaned, reading: cleaned.isTooLong ? { ...reading, change: null, issues: [] } : reading }
}

/** Validates a row as if the directory knew this user by the row's only identifier. */
export function checkRowOf(user: User, row: EditedRow, check: Check): CheckedRow {
  const { cleaned, reading } = draftOf(row, check)
  const { identifier } = reading
  return checkedRow(row, reading, {
    upload: check.upload,
    cleaned,
    binding: undefined,
    matches: identifier === null ? [] : [[identifier, { kind: 'user', user }]],
    column: identifier === null ? null : columnOf(identifier, cleaned.cells, check.upload.columns),
  })
}

/** Validates a batch of rows against the column mappings, the account's names and the directory. */
export async function checkRows(
  deps: { readonly directory: Pick<UploadDirectory, 'byIdentifiers'>; readonly reportedItems: ReportedItems },
  input: Check & { readonly rows: readonly EditedRow[] },
): Promise<readonly CheckedRow[]> {
  const bindings = await bindRows(deps.reportedItems, input.rows, input.upload.columns)
  const drafts = input.rows.map((row, at) => draftOf(row, input, bindings[at]))
  const identifiersOf = ({ identifier, others }: RowReading) => (identifier === null ? [] : [identifier, ...others])
  const requested: readonly Identifier[] = drafts.flatMap(({ reading }) => identifiersOf(reading))
  const answers = requested.length === 0 ? [] : await deps.directory.byIdentifiers(requested)
  const matches = new Map(answers.map((match, at) => [requested[at], match] as const))
  return drafts.map(({ row, cleaned, reading }, at) =>
    checkedRow(row, reading, {
      upload: input.upload,
      cleaned,
      binding: bindings[at],
      matches: identifiersOf(reading).map((one) => [one, matches.get(one) ?? { kind: 'none' }] as const),
      column: reading.identifier === null ? null : columnOf(reading.identifier, cleaned.cells, input.upload.columns),
    }),
  )
}
