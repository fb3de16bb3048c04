import type { UploadIssue } from './upload-mapping.ts'

/** How many merged cells of a sheet are marked in their rows; further ones are only counted as present. */
export const mostMarkedMerges = 100_000

// These issues name a place, a link, a comment or an identifier, which the cell does not hold as it is.
const aboutWholeCell: ReadonlySet<UploadIssue['code']> = new Set([
  'cell_merged',
  'blank_below',
  'address_in_link',
  'link_differs',
  'cell_struck',
  'cell_unseen',
  'cell_conditional',
  'cell_commented',
  'identifier_read',
  'report_id_changed',
  'report_user_changed',
])

/** The part of a cell to replace; null for all of it. */
export function issueInCell({ code, value }: Pick<UploadIssue, 'code' | 'value'>): string | null {
  return aboutWholeCell.has(code) || code.startsWith('quote_') ? null : value
}
