import type { UploadIssue } from '@muster/core/upload/upload-mapping'

const longestValue = 200

/** The group of an issue: its kind, column and value. */
export function issueKey({ code, column, value }: Pick<UploadIssue, 'code' | 'column' | 'value'>): string {
  return `${code}:${column ?? ''}:${(value ?? '').slice(0, longestValue)}`
}
