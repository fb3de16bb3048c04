import { type UserColumn, userColumns } from '@muster/contracts/users'
import { idOfAddress, type UserStatus } from '@muster/core/account/user'
import type { UserReading } from '@muster/core/account/user-reading'
import { readIdentifier } from '@muster/core/identifier/read-identifier'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'
import type { CsvRecord } from './csv-records.ts'

export type ColumnRole = UserColumn

export interface Column {
  readonly header: string
  readonly mapping: ColumnRole | null
}

/**
 * Known headers, letters and digits only. The first of each is from Kore.ai's own import file ("Importing users and
 * user data"). Its Alternate ID is not an organization id and is not mapped to one.
 */
const knownHeaders: Readonly<Record<ColumnRole, readonly string[]>> = {
  email: ['emailid', 'email', 'emailaddress', 'mail', 'username', 'login'],
  firstName: ['firstname', 'first', 'givenname', 'forename'],
  lastName: ['lastname', 'last', 'surname', 'familyname'],
  orgUserId: ['orguserid', 'organisationuserid', 'organizationuserid', 'orgid'],
  userId: ['userid', 'koreuserid', 'id'],
  status: ['userstatus', 'status', 'state'],
}

/** The field of a header; null for an unused column. */
function mappingOf(header: string): ColumnRole | null {
  const plain = header.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  return userColumns.find((mapping) => knownHeaders[mapping].includes(plain)) ?? null
}

/** The columns of a file: chosen by the member, in file order and separated by commas, otherwise detected by their headers. */
export function columnsOf(header: CsvRecord | null, chosen?: string): readonly Column[] {
  if (header === null) throw new ProblemError('file_refused', message('problem.file_empty'))
  const choices = chosen?.split(',')
  return header.cells.map((cell, at) => ({
    header: cell.trim(),
    mapping: choices === undefined ? mappingOf(cell) : choiceOf(choices[at] ?? ''),
  }))
}

function choiceOf(choice: string): ColumnRole | null {
  const mapping = userColumns.find((known) => known === choice.trim())
  if (mapping !== undefined || choice.trim() === '') return mapping ?? null
  throw new ProblemError('invalid_request', message('problem.unknown_field'), {
    errors: [
      { location: 'query.columns', message: message('field.values_or_empty', { values: userColumns.join(', ') }) },
    ],
  })
}

/** Account statuses by their names in files. New, Update and Activate are commands of Kore.ai's import, not statuses. */
const statuses: Readonly<Record<string, UserStatus>> = {
  active: 'active',
  activated: 'active',
  inactive: 'not_active',
  notactive: 'not_active',
  invited: 'not_active',
  locked: 'locked',
  suspended: 'suspended',
}

/** The only address of a cell, without what surrounds it; null where it has none or several. */
function addressOf(cell: string): string | null {
  const reading = readIdentifier('email', cell)
  return reading.kind === 'one' ? reading.value : null
}

const idOf = (by: 'orgUserId' | 'userId', cell: string): string => {
  const reading = readIdentifier(by, cell)
  return reading.kind === 'one' ? reading.value : ''
}

/** A user from a row, or the reason for its refusal. A file has no access data, and only the columns it contains. */
export function userFromRow(
  columns: readonly (ColumnRole | null)[],
  cells: readonly string[],
): UserReading | { reason: Message } {
  const cell = (mapping: ColumnRole): string => (cells[columns.indexOf(mapping)] ?? '').trim()
  const carried = (mapping: ColumnRole): string | undefined => (columns.includes(mapping) ? cell(mapping) : undefined)
  const written = cell('email')
  if (written === '') return { reason: message('csv.no_email') }
  const email = addressOf(written)
  if (email === null || email.length > 320)
    return { reason: message('csv.not_an_email', { text: written.slice(0, 100) }) }
  const status = cell('status')
    .toLowerCase()
    .replace(/[^a-z]/gu, '')
  if (status === 'delete') return { reason: message('csv.marked_delete') }
  const userId = idOf('userId', cell('userId'))
  return {
    id: userId === '' ? idOfAddress(email) : userId,
    email,
    firstName: carried('firstName'),
    lastName: carried('lastName'),
    orgUserId: columns.includes('orgUserId') ? idOf('orgUserId', cell('orgUserId')) || null : undefined,
    status: columns.includes('status') ? (statuses[status] ?? 'unknown') : undefined,
  }
}
