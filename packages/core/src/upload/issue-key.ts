import type { UploadIssue } from './upload-mapping.ts'

const maxValueLength = 200

/** The group of an issue: its kind, column and value. */
export function issueKey({ code, column, value }: Pick<UploadIssue, 'code' | 'column' | 'value'>): string {
  return `${code}:${column ?? ''}:${(value ?? '').slice(0, maxValueLength)}`
}

/** Whether a key has no value: then it names a cause in a column, for all its values. */
export function isCauseKey(key: string): boolean {
  return /^[a-z_]+:\d*$/.test(key)
}

/** Whether the key of an issue is the requested one, or belongs to the requested cause. */
export function isOfCause(key: string, requested: string): boolean {
  return key === requested || (isCauseKey(requested) && key.startsWith(`${requested}:`))
}
