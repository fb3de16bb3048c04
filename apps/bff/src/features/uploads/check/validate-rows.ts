import { type UploadColumn, uploadLimits } from '@muster/contracts/uploads'
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
import { uploadIssueText } from '@muster/core/upload/upload-issue-text'
import type { UploadIssue } from '@muster/core/upload/upload-mapping'
import { type RowReading, readRow } from '@muster/core/upload/upload-row'
import type { FileRow } from '../file-ports.ts'
import type { CheckedRow, UploadDirectory, UploadRecord } from '../ports.ts'
import { textIssues } from '../receive/text-issues.ts'
import type { ReportedItems } from '../reported-ports.ts'
import { isExamplePerson } from '../template/template-help.ts'
import { withOffers } from './cell-offers.ts'
import { issueKey } from './issue-key.ts'
import { type Binding, bindRows, columnOf, endedWell, reportIdentityIssues } from './report-identity.ts'
import { resemblance } from './resemblance.ts'

const issue = (code: UploadIssue['code'], column: number | null, value: string | null = null): UploadIssue => ({
  code,
  column,
  value,
  suggestions: [],
})

/** What checking needs to know of the file. */
export type CheckedUpload = Pick<UploadRecord, 'columns' | 'detected'>

type RowToCheck = FileRow & { readonly edited: readonly number[] }

const same = (cell: string) => cell

interface Cleaned {
  readonly cells: readonly string[]
  /** Its cells do not stand under their headings, so what it asks cannot be told. */
  readonly isTooLong: boolean
  readonly issues: readonly UploadIssue[]
}

/**
 * Cells as they are read: without blanks around and invisible characters, each said, and without the apostrophe that
 * keeps a sheet from running them. Ignored columns are left alone.
 */
function clean(row: RowToCheck, upload: CheckedUpload): Cleaned {
  const { columns, detected } = upload
  const { format } = detected
  // A workbook holds text as text, and a report's cells are plain already.
  const asTyped = format === 'csv' && !isReportHeader(columns.map(({ header }) => header)) ? plainCell : same
  const cells = [...row.cells]
  const issues: UploadIssue[] = []
  for (const { index, mapping } of columns) {
    const cell = cells[index] ?? ''
    if (cell === '') {
      if (mapping !== 'ignore' && row.errors.includes(index)) issues.push(issue('cell_without_value', index))
      continue
    }
    if (cell.length > uploadLimits.cellCharacters) issues.push(issue('cell_too_long', index))
    if (format === 'csv' && cell.includes('\ufffd')) issues.push(issue('characters_lost', index))
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
 * Cells that merged cells cover: each said, with the value people see there for a suggestion. It is never filled in
 * unasked, because whether it is meant for every row only a person knows. A heading is nothing to fill rows with.
 */
function mergedIssues(
  { merged = [], edited }: RowToCheck,
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

/** Merged cells of a sheet have groups of their own up to here: very many would push other findings off the list. */
const mostGroupedMerges = 200

function keyIn({ detected: { mergedCells } }: CheckedUpload, one: UploadIssue): string {
  // Every row has a value of its own: as groups they would push other issues off the list.
  const isOneOfMany =
    one.code === 'identifier_read' ||
    one.code === 'report_id_changed' ||
    one.code === 'report_user_changed' ||
    one.code.startsWith('quote_') ||
    (one.code === 'cell_merged' && mergedCells > mostGroupedMerges)
  return issueKey(isOneOfMany ? { ...one, value: null } : one)
}

/** Whether a user said that a column most rows fill has no use. In a few rows, each is looked at. */
const isChosen = ({ chosen, fillRate }: UploadColumn) => chosen === true && fillRate >= 0.5

/** The first cell with something in it that stands under no heading. */
function surplusOf({ cells }: FileRow, columns: CheckedUpload['columns']): number | undefined {
  const isSurplus = (index: number) => {
    const column = columns[index]
    return column === undefined || (column.beyondHeader === true && column.mapping === 'ignore' && !isChosen(column))
  }
  const at = cells.findIndex((cell, index) => cell.trim() !== '' && isSurplus(index))
  return at === -1 ? undefined : at
}

/** Whether cells that would be read are missing, as where a line was broken in two. */
function isCutShort({ cells }: FileRow, columns: CheckedUpload['columns']): boolean {
  return columns.slice(cells.length).some(({ mapping }) => mapping !== 'ignore')
}

/** What the directory knows of every identifier of a row. */
interface FoundUsers {
  readonly matches: readonly (readonly [Identifier, UserMatch])[]
  readonly column: number | null
  /** The item of a job that the row is, where the file is a report. */
  readonly binding: Binding
}

/** Whether an identifier contradicts a known user. What the directory does not know of the user contradicts nothing. */
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
  // Erasure is for people who are no members; whether one still is, the plan says.
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
 * Whether what a report marks as done still is: bound to the user the row names now, and to what the directory knows of
 * them. An erasure leaves nothing to compare; requesting it twice is worse than skipping it.
 */
function isStillDone({ change, issues, markedDone }: RowReading, found: FoundUsers): boolean {
  if (!markedDone) return false
  const { users, differ } = usersOf(found)
  const [user] = users
  if (!endedWell(found.binding, { ...namedIn(found), change })) return false
  if (change?.kind === 'erase') return true
  if (issues.some(({ code }) => uploadIssueText[code].level === 'error')) return false
  if (change?.kind === 'remove') return users.length === 0
  return user !== undefined && !differ && (change === null || isInEffect(change, user))
}

/** The issues of a row, and its change. */
function findingsOf(reading: RowReading, found: FoundUsers & { readonly cleaned: Cleaned }) {
  const { issues, isTooLong } = found.cleaned
  if (isStillDone(reading, found)) return { done: true, change: null, issues: [...issues, issue('already_done', null)] }
  const no = reading.markedDone && !isTooLong ? [issue('done_no_longer', null)] : []
  const known = isTooLong ? [] : personIssues(reading, found)
  return { done: false, change: reading.change, issues: [...issues, ...reading.issues, ...no, ...known] }
}

function checkedRow(
  row: RowToCheck,
  reading: RowReading,
  found: FoundUsers & { readonly upload: CheckedUpload; readonly cleaned: Cleaned },
): CheckedRow {
  const { done, change, issues: findings } = findingsOf(reading, found)
  const known = [
    ...findings,
    ...reportIdentityIssues(row, found.binding, {
      ...namedIn(found),
      columns: found.upload.columns,
      change: reading.change,
    }),
  ]
  const issues = withOffers(row, known, found.upload.columns)
  const [user = null] = usersOf(found).users
  return {
    ...row,
    identifier: reading.identifier,
    change,
    subject: reading.identifier === null ? null : subjectKey(reading.identifier, user),
    done,
    isFooter: reading.isFooter,
    resembles: reading.identifier?.by === 'email' ? resemblance(reading.identifier.value) : null,
    issues: issues.map((one) => ({ ...one, level: uploadIssueText[one.code].level, key: keyIn(found.upload, one) })),
  }
}

/** Checks a batch of rows against the meanings of the columns, the account's names and the directory. */
export async function checkRows(
  deps: { readonly directory: UploadDirectory; readonly reportedItems: ReportedItems },
  input: {
    readonly rows: readonly RowToCheck[]
    readonly upload: CheckedUpload
    readonly names: AccountNames
  },
): Promise<readonly CheckedRow[]> {
  const drafts = input.rows.map((row) => {
    const cleaned = clean(row, input.upload)
    const reading = readRow(cleaned.cells, input.upload.columns, input.names)
    // What else would be found in cells that stand under the wrong headings only misleads.
    return { row, cleaned, reading: cleaned.isTooLong ? { ...reading, change: null, issues: [] } : reading }
  })
  const identifiersOf = ({ identifier, others }: RowReading) => (identifier === null ? [] : [identifier, ...others])
  const requested: readonly Identifier[] = drafts.flatMap(({ reading }) => identifiersOf(reading))
  const answers = requested.length === 0 ? [] : await deps.directory.byIdentifiers(requested)
  const matches = new Map(answers.map((match, at) => [requested[at], match] as const))
  const bindings = await bindRows(deps.reportedItems, input.rows, input.upload.columns)
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
