import type { UploadIssue } from './upload-mapping.ts'

const maxValueLength = 200

/** The group of an issue: its kind, column and value. */
export function issueKey({ code, column, value }: Pick<UploadIssue, 'code' | 'column' | 'value'>): string {
  return `${code}:${column ?? ''}:${(value ?? '').slice(0, maxValueLength)}`
}
