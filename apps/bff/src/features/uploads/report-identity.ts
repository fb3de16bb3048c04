import type { UploadColumn } from '@muster/contracts/uploads'
import { isReportHeader } from '@muster/core/report-columns'
import type { UploadIssue } from '@muster/core/upload-meaning'
import type { Identifier } from '@muster/core/user'
import type { FileRow } from './ports.ts'

const dateLike = /^\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{1,4})?$/
const dateShown = /\d\D+\d|\d\W?\p{L}{3,}|\p{L}{3,}\W?\d/u
const truth = /^(?:true|false)$/i

/** What a spreadsheet makes of an id that looks like a number, a date or a truth value. */
function isSpreadsheetForm(planned: string, present: string): boolean {
  const [before, now] = [Number(planned), Number(present.replace(',', '.'))]
  if (planned.trim() !== '' && Number.isFinite(before) && Number.isFinite(now))
    return Math.abs(before - now) <= Math.abs(before) * 1e-4
  if (dateLike.test(planned)) return dateShown.test(present) || /^\d{5}$/.test(present)
  return truth.test(planned) && /^\p{L}+$/u.test(present)
}

/** The identifier that the job had in this row, as the report's reason quotes it. */
function plannedIdentifier({ cells }: FileRow, columns: readonly UploadColumn[]): string | null {
  const valueOf = (name: string) => cells[columns.find(({ header }) => header === name)?.index ?? -1] ?? ''
  if (valueOf('Code') !== 'user_not_found' && valueOf('Code') !== 'user_ambiguous') return null
  return /^'?["“](.+?)["”] /.exec(valueOf('Reason'))?.[1] ?? null
}

/** An id of a report that a spreadsheet changed on its way: it would name another user than the job did. */
export function reportIdentityIssues(
  row: FileRow & { readonly edited: readonly number[] },
  columns: readonly UploadColumn[],
  named: { readonly identifier: Identifier | null; readonly column: number | null },
): readonly UploadIssue[] {
  const { identifier, column } = named
  if (identifier === null || column === null || row.edited.includes(column)) return []
  if (!isReportHeader(columns.map(({ header }) => header))) return []
  const planned = plannedIdentifier(row, columns)
  if (planned === null || planned === identifier.value || !isSpreadsheetForm(planned, identifier.value)) return []
  return [{ code: 'report_id_changed', column, value: identifier.value, suggestions: [planned] }]
}
