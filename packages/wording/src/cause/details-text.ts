import type { I18n, MessageDescriptor } from '@lingui/core'
import { type UploadIssueCode, uploadIssueCodes } from '@muster/core/upload/upload-mapping'
import { uploadIssueText } from '../upload-issue-text.ts'

/** Facts of a note by name. A missing fact shortens the sentence; "undefined" is never printed. */
export type Details = Readonly<Record<string, string>>

/** The states that the facts of a drift name. */
const states: Readonly<Record<string, MessageDescriptor>> = {
  'a member': /*i18n*/ { id: 'a member' },
  'not a member': /*i18n*/ { id: 'not a member' },
  held: /*i18n*/ { id: 'held' },
  'not held': /*i18n*/ { id: 'not held' },
  on: /*i18n*/ { id: 'on' },
  off: /*i18n*/ { id: 'off' },
  'in the account': /*i18n*/ { id: 'in the account' },
}

export function stateText(i18n: I18n, state: string): string {
  const message = Object.hasOwn(states, state) ? states[state] : undefined
  return message === undefined ? state : i18n._(message)
}

/** A role by name, else by id, because a response of Kore.ai contains ids only. */
export function roleText(i18n: I18n, { role, roleId, bot, botId }: Details): string {
  const name = role ?? roleId
  const on = bot ?? botId
  if (name === undefined) return i18n._('the role')
  return on === undefined ? quoted(i18n, name) : i18n._('"{role}" on "{bot}"', { role: name, bot: on })
}

export function quoted(i18n: I18n, name: string): string {
  return i18n._('"{name}"', { name })
}

export function flagText(i18n: I18n, flag: string): string {
  return flag === 'canCreateBot' ? i18n._('bot creation') : i18n._('developer')
}

/** The group, flag or role of a note. */
export function subjectText(i18n: I18n, details: Details): string {
  if (details.group !== undefined) return quoted(i18n, details.group)
  return details.flag === undefined ? roleText(i18n, details) : flagText(i18n, details.flag)
}

const isIssueCode = (code: string): code is UploadIssueCode => uploadIssueCodes.some((known) => known === code)

/** The issue of a row, or the reason in Kore.ai's response; undefined if the note has neither. */
export function problemText(i18n: I18n, { issue, problem }: Details): string | undefined {
  if (issue === 'sheets_unread') return i18n._('Other sheets of the workbook are not read')
  return issue !== undefined && isIssueCode(issue) ? uploadIssueText(i18n, issue).title : problem
}
