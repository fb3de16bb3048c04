import type { UploadIssue } from '@muster/core/upload/upload-mapping'

const longestValue = 200

/** What findings are grouped by: the kind, the column, and the value at fault. */
export function issueKey({ code, column, value }: Pick<UploadIssue, 'code' | 'column' | 'value'>): string {
  return `${code}:${column ?? ''}:${(value ?? '').slice(0, longestValue)}`
}
