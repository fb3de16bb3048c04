import type { UploadColumn } from '@muster/contracts/uploads'
import type { Identifier } from '@muster/core/account/user'
import { comparableIdentifier, readIdentifier } from '@muster/core/identifier/read-identifier'
import type { ColumnMapping } from '@muster/core/upload/upload-mapping'
import type { FileRow } from '../file-ports.ts'
import type { UploadDirectory } from '../ports.ts'

const kinds = [
  ['email', 'email'],
  ['org_user_id', 'orgUserId'],
  ['user_id', 'userId'],
] as const satisfies readonly (readonly [ColumnMapping, 'email' | 'orgUserId' | 'userId'])[]
type ColumnIdentifierKind = (typeof kinds)[number][1]

/** Score difference below which two columns count as equal. */
const alike = 0.04
const maxRows = 500

const scoreOf = ({ suggestions }: UploadColumn, mapping: ColumnMapping): number =>
  suggestions.find((one) => one.mapping === mapping)?.score ?? 0

/** Candidate columns for one field, such as "Email" twice or "Email 1" beside "Email 2". */
function rivalsOf(columns: readonly UploadColumn[], mapping: ColumnMapping): readonly UploadColumn[] {
  const matched = columns.find((column) => column.mapping === mapping && !column.remembered)
  if (matched === undefined) return []
  const least = scoreOf(matched, mapping) - alike
  return columns.filter(
    (column) =>
      column === matched || (column.mapping === 'ignore' && !column.remembered && scoreOf(column, mapping) >= least),
  )
}

function identifiersOf(
  by: ColumnIdentifierKind,
  data: readonly FileRow[],
  { index }: UploadColumn,
): readonly Identifier[] {
  return data.slice(0, maxRows).flatMap(({ cells }) => {
    const reading = readIdentifier(by, cells[index] ?? '')
    return reading.kind === 'one' ? [{ by, value: reading.value }] : []
  })
}

/** The candidate with the most values known to the directory; null if two are equal and differ in content. */
async function known(
  directory: Pick<UploadDirectory, 'byIdentifiers'>,
  rivals: readonly (readonly Identifier[])[],
): Promise<number | null> {
  const counts: number[] = []
  for (const identifiers of rivals) {
    const matches = identifiers.length === 0 ? [] : await directory.byIdentifiers(identifiers)
    counts.push(matches.filter(({ kind }) => kind !== 'none').length)
  }
  const most = Math.max(...counts)
  const best = counts.flatMap((count, at) => (count === most ? [at] : []))
  const contents = new Set(best.map((at) => JSON.stringify(rivals[at]?.map(comparableIdentifier))))
  return contents.size === 1 ? (best[0] ?? null) : null
}

/**
 * Decides between columns for the same identifier: the one whose values the directory knows. If it knows as
 * many of another, neither is read until the member chooses, because the wrong one would change other users.
 */
export async function chooseIdentifierColumns(
  directory: Pick<UploadDirectory, 'byIdentifiers'>,
  columns: readonly UploadColumn[],
  data: readonly FileRow[],
): Promise<readonly UploadColumn[]> {
  let chosen = columns
  for (const [mapping, by] of kinds) {
    const rivals = rivalsOf(chosen, mapping)
    if (rivals.length < 2) continue
    const at = await known(
      directory,
      rivals.map((rival) => identifiersOf(by, data, rival)),
    )
    const winner = at === null ? undefined : rivals[at]
    chosen = chosen.map((column) =>
      rivals.includes(column) ? { ...column, mapping: column === winner ? mapping : 'ignore' } : column,
    )
  }
  return chosen
}
