/**
 * Columns that a report appends to those of the file: the outcome of each row, what to do, and its job and item. An
 * upload recognizes a report by `Muster outcome`.
 */
export const endColumns = [
  'Muster outcome',
  'Code',
  'Reason',
  'Remedy',
  'Row',
  "Kore.ai's response",
  'Row reference',
] as const
export type EndColumn = (typeof endColumns)[number]

export const referenceColumn: EndColumn = 'Row reference'

/** The columns of reports that earlier versions wrote. */
const earlierColumns = ['Muster outcome', 'Code', 'Reason', 'Remedy', 'Row', "Kore.ai's words"]
/** A user may delete the reference, to upload the report to another installation. */
const otherLayouts = [endColumns.slice(0, -1), [...earlierColumns, referenceColumn], earlierColumns]

/** Whether a file with these headings is a report of Muster. */
export function isReportHeader(header: readonly string[]): boolean {
  return header.some((name) => name.trim() === endColumns[0])
}

/** The columns of the original file of a report, in their order. */
export function originalHeader(header: readonly string[]): readonly string[] {
  for (const columns of [endColumns, ...otherLayouts]) {
    const from = header.length - columns.length
    if (from >= 0 && columns.every((name, at) => header[from + at]?.trim() === name)) return header.slice(0, from)
  }
  return header
}

/** Which item of which job a row of a report is. */
export interface RowReference {
  readonly jobId: string
  readonly seq: number
}

/** A reference as the text of a cell. No spreadsheet program takes it for a number or a date. */
export function referenceText({ jobId, seq }: RowReference): string {
  return `${jobId}:${seq}`
}

/** The reference that a cell holds; null where it holds none. */
export function readReference(cell: string): RowReference | null {
  const [, jobId, seq] = /^([\w-]{1,64}):([1-9]\d{0,8})$/.exec(cell.trim()) ?? []
  return jobId === undefined ? null : { jobId, seq: Number(seq) }
}
