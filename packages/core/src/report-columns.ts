/**
 * What a report adds behind the columns it is about: how each row ended, and what to do. `Muster outcome` is what an
 * upload tells a report by.
 */
export const endColumns = ['Muster outcome', 'Code', 'Reason', 'Remedy', 'Row', "Kore.ai's words"] as const
export type EndColumn = (typeof endColumns)[number]

/** Whether a file with these headings is a report of ours. */
export function isReportHeader(header: readonly string[]): boolean {
  return header.some((name) => name.trim() === endColumns[0])
}

/** The columns a report is about: those of the file it came from, in its order. */
export function originalHeader(header: readonly string[]): readonly string[] {
  const from = header.length - endColumns.length
  const isReport = from >= 0 && endColumns.every((name, at) => header[from + at]?.trim() === name)
  return isReport ? header.slice(0, from) : header
}
