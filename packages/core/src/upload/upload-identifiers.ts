import type { Identifier } from '../account/user.ts'
import { hasLookalikes } from '../identifier/address.ts'
import { type IdentifierKind, readIdentifier } from '../identifier/read-identifier.ts'
import type { ColumnMapping, MeantColumn, UploadIssue, UploadIssueCode } from './upload-mapping.ts'

/** Every identifier of a row, the one that counts first, with the issues of their cells. */
export interface RowIdentifiers {
  readonly identifiers: readonly Identifier[]
  readonly issues: readonly UploadIssue[]
}

interface Filled {
  readonly column: MeantColumn
  readonly value: string
}

const kinds = [
  ['email', 'email'],
  ['org_user_id', 'orgUserId'],
  ['user_id', 'userId'],
  ['channel_user_id', 'channelUserId'],
] as const satisfies readonly (readonly [ColumnMapping, IdentifierKind])[]

function filledIn(
  cells: readonly string[],
  columns: readonly MeantColumn[],
  mapping: ColumnMapping,
): readonly Filled[] {
  return columns
    .filter((column) => column.mapping === mapping)
    .map((column) => ({ column, value: (cells[column.index] ?? '').trim() }))
    .filter(({ value }) => value !== '')
}

const issueOf = (
  code: UploadIssueCode,
  { column, value }: Filled,
  suggestions: readonly string[] = [],
): UploadIssue => ({ code, column: column.index, value, suggestions })

/** A cell read: its value, or null with an issue. */
function readCell(by: IdentifierKind, filled: Filled): { readonly value: string | null; issues: UploadIssue[] } {
  const reading = readIdentifier(by, filled.value)
  if (reading.kind === 'several') return { value: null, issues: [issueOf('email_several', filled, reading.values)] }
  if (reading.kind === 'none') {
    const code = by === 'email' ? 'email_invalid' : 'identifier_invalid'
    return { value: null, issues: [issueOf(code, filled, reading.near)] }
  }
  const { value, unwrapped } = reading
  const issues: UploadIssue[] = []
  if (unwrapped) issues.push(issueOf('identifier_read', { ...filled, value }, [value]))
  if (by === 'email' && hasLookalikes(value)) issues.push(issueOf('email_lookalike', { ...filled, value }))
  return { value, issues }
}

/** Reads every cell of a row that names its user. */
export function readIdentifiers(cells: readonly string[], columns: readonly MeantColumn[]): RowIdentifiers {
  const identifiers: Identifier[] = []
  const issues: UploadIssue[] = []
  const read = (mapping: ColumnMapping, by: IdentifierKind): readonly string[] =>
    filledIn(cells, columns, mapping).flatMap((filled) => {
      const reading = readCell(by, filled)
      issues.push(...reading.issues)
      return reading.value ?? []
    })
  const channelIdOf = () => read('channel_id', 'channelUserId')[0] ?? null
  for (const [mapping, by] of kinds)
    for (const value of read(mapping, by))
      identifiers.push(by === 'channelUserId' ? { by, value, channelId: channelIdOf() } : { by, value })
  return { identifiers, issues }
}
