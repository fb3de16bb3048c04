import type { UploadColumn } from '@muster/contracts/uploads'
import type { User } from '@muster/core/account/user'
import { isOtherName } from '@muster/core/identifier/other-name'
import { comparableHeading } from '@muster/core/upload/upload-headings'
import type { UploadIssue } from '@muster/core/upload/upload-mapping'
import type { FileRow } from '../file-ports.ts'

/** Rows of a file whose names are compared: of a list that was sorted apart from its addresses, the first reveal it. */
const mostNamed = 1_000

/** Headings over the name of the user of a row, alone or in parts. */
const whole =
  /^(?:(?:full|display|complete|preferred|legal) ?name|(?:employee|user|member|worker|person|staff) ?name|name|employee|worker|vor und nachname|vollstandiger name|mitarbeiter|nom complet|nom et prenom|nombre completo|nome completo|nome e cognome|volledige naam|naam|imie i nazwisko)$/u
const part =
  /^(?:first|given|last|family) ?name$|^(?:surname|forename|vorname|nachname|familienname|prenom|nom|nombre|apellidos?|nome|cognome|sobrenome|voornaam|achternaam|imie|nazwisko)$/u

const known = new WeakMap<readonly UploadColumn[], readonly number[]>()

/** The columns that name the users of a file: one with whole names, or else those with their parts. */
function nameColumnsOf(columns: readonly UploadColumn[]): readonly number[] {
  const before = known.get(columns)
  if (before !== undefined) return before
  const named = (headings: RegExp) =>
    columns
      .filter(({ mapping, header }) => mapping === 'ignore' && headings.test(comparableHeading(header)))
      .map(({ index }) => index)
  const [first] = named(whole)
  const found = first === undefined ? named(part) : [first]
  known.set(columns, found)
  return found
}

/** The name that a row has beside its user; blank without one. */
function nameBeside({ row, cells }: Pick<FileRow, 'row' | 'cells'>, columns: readonly UploadColumn[]): string {
  if (row > mostNamed) return ''
  const parts = nameColumnsOf(columns).map((index) => (cells[index] ?? '').trim())
  return parts.filter((cell) => cell !== '').join(' ')
}

/** Whether the directory must be read for the name of a user of a row. */
export const hasNameToCompare = (row: Pick<FileRow, 'row' | 'cells'>, columns: readonly UploadColumn[]): boolean =>
  nameBeside(row, columns) !== ''

/** A name before an address in one cell: `Ana Lee <ana@example.com>`. */
const beforeAddress = /^\s*"?([^<>"@:;,]+(?:,[^<>"@:;,]+)?)"?\s*<[^<>]+>\s*$/u

/** The issue of a row with a name that is clearly of another user than its address or ID. */
export function nameIssues(
  row: Pick<FileRow, 'row' | 'cells'>,
  user: User | null,
  { column, columns }: { readonly column: number | null; readonly columns: readonly UploadColumn[] },
): readonly UploadIssue[] {
  if (user === null) return []
  const [, within = ''] = beforeAddress.exec(column === null ? '' : (row.cells[column] ?? '')) ?? []
  const name = [within.trim(), nameBeside(row, columns)].find((one) => one !== '' && isOtherName(one, user))
  return name === undefined ? [] : [{ code: 'name_differs', column, value: name, suggestions: [] }]
}
