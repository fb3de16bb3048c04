import type { I18n } from '@lingui/core'
import type { CauseCode } from '@muster/core/outcome/cause'
import { sentenceCase } from '../list.ts'
import { causeTitle } from './cause-text.ts'
import { type Details, flagText, problemText, quoted, roleText, stateText, subjectText } from './details-text.ts'

type Sentence = (i18n: I18n, details: Details) => string

const userText = (i18n: I18n, { user }: Details): string =>
  user === undefined ? i18n._('the user') : quoted(i18n, user)

const roleNotFound: Sentence = (i18n, details) =>
  (details.role ?? details.roleId) === undefined
    ? i18n._('The account does not have the role')
    : i18n._('The account has no role {role}', { role: roleText(i18n, details) })

const botNotFound: Sentence = (i18n, { bot, botId }) => {
  const name = bot ?? botId
  return name === undefined
    ? i18n._('The account does not have the bot')
    : i18n._('The account has no bot {bot}', { bot: quoted(i18n, name) })
}

const groupNotFound: Sentence = (i18n, { group, groupId }) => {
  const name = group ?? groupId
  return name === undefined
    ? i18n._('The account does not have the group')
    : i18n._('The account has no group {group}', { group: quoted(i18n, name) })
}

const duplicateInPlan: Sentence = (i18n, { first, row }) => {
  if (row !== undefined) return i18n._('The same user appears earlier, in row {row}', { row })
  return first === undefined
    ? i18n._('The same user appears earlier')
    : i18n._('The same user appears earlier, as item {first}', { first })
}

const rowInvalid: Sentence = (i18n, details) => {
  const problem = problemText(i18n, details)
  if (problem !== undefined)
    return details.value === undefined ? problem : i18n._('{problem}: "{value}"', { problem, value: details.value })
  return details.reason === undefined
    ? i18n._('Invalid request')
    : i18n._('{subject}: the request both adds and removes it', { subject: subjectText(i18n, details) })
}

const rowWarning: Sentence = (i18n, details) => {
  const problem = problemText(i18n, details) ?? i18n._('The row has a warning')
  return details.value === undefined ? problem : i18n._('{problem}: "{value}"', { problem, value: details.value })
}

const accessUnverified: Sentence = (i18n, { what }) => {
  if (what === 'groups') return i18n._('The groups could not be checked in advance')
  if (what === 'roles') return i18n._('The roles could not be checked in advance')
  if (what === 'bots') return i18n._('The bots could not be checked in advance')
  return i18n._('The access could not be checked in advance')
}

const ownsBot: Sentence = (i18n, { bots, more, certain }) => {
  if (bots === undefined) return causeTitle(i18n, 'owns_bot')
  const list = more === undefined ? bots : i18n._('{bots} and {more} more', { bots, more })
  return certain === 'no'
    ? i18n._('Created {list}: Kore.ai refuses the removal if the user still owns it', { list })
    : i18n._('Owns {list}: Kore.ai refuses to remove the owner of a bot', { list })
}

const cannotBeUndone: Sentence = (i18n, { scope, bots }) => {
  if (scope === 'all_bots') return i18n._('Erases data from all bots, which cannot be undone')
  return bots === undefined
    ? i18n._('Erases data, which cannot be undone')
    : i18n._('Erases data from {bots}, which cannot be undone', { bots })
}

const changedSinceJob: Sentence = (i18n, details) => {
  if (details.did === undefined) return causeTitle(i18n, 'changed_since_job')
  const subject = subjectText(i18n, details)
  return details.did === 'taken'
    ? i18n._('{subject}: already added again after the job', { subject })
    : i18n._('{subject}: already removed again after the job', { subject })
}

const changedSincePlan: Sentence = (i18n, details) => {
  const { from, now, to } = details
  if (from === undefined || now === undefined) return causeTitle(i18n, 'changed_since_plan')
  const values = { subject: subjectText(i18n, details), from: stateText(i18n, from), now: stateText(i18n, now) }
  return to === undefined || to === from
    ? i18n._('{subject}: {from} when planned, {now} now', values)
    : i18n._('{subject}: {from} when planned, {now} now, planned: {to}', { ...values, to: stateText(i18n, to) })
}

const sentences: Partial<Readonly<Record<CauseCode, Sentence>>> = {
  user_not_found: (i18n, details) => i18n._('{user} is not a user of this account', { user: userText(i18n, details) }),
  user_ambiguous: (i18n, details) =>
    details.count === undefined
      ? i18n._('{user} matches several users', { user: userText(i18n, details) })
      : i18n._('{user} matches {count} users', { user: userText(i18n, details), count: details.count }),
  email_invalid: (i18n, { email }) =>
    email === undefined ? i18n._('Invalid email address') : i18n._('"{email}" is not an email address', { email }),
  identifier_invalid: (i18n, details) =>
    i18n._('{user} is not an identifier of a user', { user: userText(i18n, details) }),
  duplicate_in_plan: duplicateInPlan,
  role_not_found: roleNotFound,
  role_id_malformed: (i18n, { roleId }) =>
    roleId === undefined ? i18n._('Invalid role ID') : i18n._('"{roleId}" is not a role ID', { roleId }),
  role_needs_bot: (i18n, details) => i18n._('{role} needs a bot', { role: roleText(i18n, details) }),
  role_is_admin: (i18n, { role }) =>
    i18n._('{role} is an admin role and does not apply to bots', {
      role: role === undefined ? i18n._('the role') : quoted(i18n, role),
    }),
  bot_not_found: botNotFound,
  group_not_found: groupNotFound,
  role_through_group: (i18n, details) =>
    details.groups === undefined
      ? i18n._('{role} comes from a group', { role: roleText(i18n, details) })
      : i18n._('{role} comes from {groups}', { role: roleText(i18n, details), groups: details.groups }),
  last_admin: (i18n, details) => i18n._('Too few users would keep {role}', { role: roleText(i18n, details) }),
  row_invalid: rowInvalid,
  kore_refused: (i18n, { problem }) =>
    problem === undefined
      ? i18n._('Kore.ai refused this user')
      : i18n._('Kore.ai refused this user: "{problem}"', { problem }),
  row_warning: rowWarning,
  access_unverified: accessUnverified,
  raises_privilege: (i18n, details) =>
    i18n._('Grants elevated access: {subject}', {
      subject: details.flag === undefined ? subjectText(i18n, details) : flagText(i18n, details.flag),
    }),
  loses_on_set: (i18n, details) => i18n._('Loses {subject}', { subject: subjectText(i18n, details) }),
  owns_bot: ownsBot,
  removes_person: (i18n, details) => i18n._('Removes {user} from this account', { user: userText(i18n, details) }),
  cannot_be_undone: cannotBeUndone,
  cannot_undo: (i18n, { what }) =>
    what === 'erase' ? i18n._('An erasure cannot be undone') : i18n._('A removal cannot be undone'),
  changed_since_job: changedSinceJob,
  changed_since_plan: changedSincePlan,
  member_of_account: (i18n, details) =>
    i18n._('{user} is still a user of this account', { user: userText(i18n, details) }),
}

/** One cause with the facts of its note, as a sentence without its full stop: `"Tester" on "Billing" needs a bot`. */
export function causeSentence(i18n: I18n, code: CauseCode, details: Details): string {
  return sentenceCase(i18n, sentences[code]?.(i18n, details) ?? causeTitle(i18n, code))
}
