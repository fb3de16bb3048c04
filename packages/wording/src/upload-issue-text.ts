import type { I18n } from '@lingui/core'
import type { Message } from '@muster/core/text/message'
import type { UploadIssueCode } from '@muster/core/upload/upload-mapping'
import { message } from './message.ts'
import { messageText } from './message-text.ts'

const quoteIssues: ReadonlySet<UploadIssueCode> = new Set(['quote_not_closed', 'quote_split', 'quote_uneven'])

export const uploadIssueTitle = (code: UploadIssueCode): Message => message(`issue.${code}`)

/** Title of an issue of a file, and what to do about it. */
export function uploadIssueText(
  i18n: I18n,
  code: UploadIssueCode,
): { readonly title: string; readonly remedy: string } {
  return {
    title: messageText(i18n, uploadIssueTitle(code)),
    remedy: messageText(i18n, message(`issue_remedy.${code}`)),
  }
}

/** The value of an issue as shown: an issue of quotes has the line of the file. */
export function uploadIssueValue(
  i18n: I18n,
  { code, value }: Pick<RowIssue, 'code'> & { readonly value: string },
): string {
  const line = quoteIssues.has(code) ? /^line (\d+)$/.exec(value)?.[1] : undefined
  return line === undefined ? value : messageText(i18n, message('upload.line', { line }))
}

interface RowIssue {
  readonly code: UploadIssueCode
  readonly value: string | null
  /** The earlier row for the same user, of a duplicate. */
  readonly duplicateOf?: number | undefined
}

/** An issue with its value: "Group not found: “Suport”." */
export function uploadIssueMessage(i18n: I18n, { code, value, duplicateOf }: RowIssue): string {
  if (duplicateOf !== undefined) return messageText(i18n, message('upload.duplicate_of', { row: duplicateOf }))
  const title = uploadIssueTitle(code)
  return messageText(
    i18n,
    value === null
      ? message('upload.issue', { title })
      : message('upload.issue_with_value', { title, value: uploadIssueValue(i18n, { code, value }) }),
  )
}
