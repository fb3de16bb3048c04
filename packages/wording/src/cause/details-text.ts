import type { Message, Sentence } from '@muster/core/text/message'
import { type UploadIssueCode, uploadIssueCodes } from '@muster/core/upload/upload-mapping'
import { message } from '../message.ts'
import { uploadIssueTitle } from '../upload-issue-text.ts'

/** Facts of a note by name. A missing fact shortens the sentence; "undefined" is never printed. */
export type Details = Readonly<Record<string, string>>

/** The states that the facts of a drift name. */
const states: Readonly<Record<string, Message>> = {
  'a member': message('state.member'),
  'not a member': message('state.not_member'),
  held: message('state.held'),
  'not held': message('state.not_held'),
  on: message('state.on'),
  off: message('state.off'),
  'in the account': message('state.in_account'),
}

export const stateText = (state: string): Sentence => (Object.hasOwn(states, state) ? (states[state] ?? state) : state)

export const quoted = (name: string): Message => message('part.quoted', { name })

/** A role by name, else by id, because a response of Kore.ai contains ids only. */
export function roleText({ role, roleId, bot, botId }: Details): Message {
  const name = role ?? roleId
  const on = bot ?? botId
  if (name === undefined) return message('part.the_role')
  return on === undefined ? quoted(name) : message('part.role_on_bot', { role: name, bot: on })
}

export const flagText = (flag: string): Message =>
  flag === 'canCreateBot' ? message('part.bot_creation') : message('part.developer')

/** The group, flag or role of a note. */
export function subjectText(details: Details): Message {
  if (details.group !== undefined) return quoted(details.group)
  return details.flag === undefined ? roleText(details) : flagText(details.flag)
}

const isIssueCode = (code: string): code is UploadIssueCode => uploadIssueCodes.some((known) => known === code)

/** The issue of a row, or the reason in Kore.ai's response; undefined if the note has neither. */
export function problemText({ issue, problem }: Details): Sentence | undefined {
  if (issue === 'columns_hidden') return message('cause.columns_hidden')
  if (issue === 'sheets_unread') return message('cause.sheets_unread')
  if (issue === 'cells_commented') return message('cause.cells_commented')
  if (issue === 'text_boxes') return message('cause.text_boxes')
  if (issue === 'comments_unread') return message('cause.comments_unread')
  return issue !== undefined && isIssueCode(issue) ? uploadIssueTitle(issue) : problem
}

/** A problem with the invalid value, if there is one. */
export const withValue = (problem: Sentence, value: string | undefined): Sentence =>
  value === undefined ? problem : message('cause.with_value', { problem, value })
