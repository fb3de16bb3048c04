import type { UploadIssue } from './upload-meaning.ts'

/** So many merged cells of a sheet are marked in the rows they cover; of further ones is only said that they are there. */
export const mostMarkedMerges = 100_000

/** What of a cell is to be replaced; null is all of it. Of merged cells and of quotes the issue names the place, which the cell does not hold. */
export function faultInCell({ code, value }: Pick<UploadIssue, 'code' | 'value'>): string | null {
  return code === 'cell_merged' || code.startsWith('quote_') ? null : value
}
