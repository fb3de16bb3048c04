import type { I18n } from '@lingui/core'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { Message, Sentence } from '@muster/core/text/message'
import { message } from '../message.ts'
import { messageText } from '../message-text.ts'
import { causeTitleMessage } from './cause-text.ts'
import {
  type Details,
  flagText,
  problemText,
  quoted,
  roleText,
  stateText,
  subjectText,
  withValue,
} from './details-text.ts'

type Describe = (details: Details) => Sentence

const userText = ({ user }: Details): Message => (user === undefined ? message('part.the_user') : quoted(user))

const roleNotFound: Describe = (details) =>
  (details.role ?? details.roleId) === undefined
    ? message('cause.no_role')
    : message('cause.role_not_found', { role: roleText(details) })

const botNotFound: Describe = ({ bot, botId }) => {
  const name = bot ?? botId
  return name === undefined ? message('cause.no_bot') : message('cause.bot_not_found', { bot: quoted(name) })
}

const groupNotFound: Describe = ({ group, groupId }) => {
  const name = group ?? groupId
  return name === undefined ? message('cause.no_group') : message('cause.group_not_found', { group: quoted(name) })
}

const duplicateInPlan: Describe = ({ first, row }) => {
  if (row !== undefined) return message('cause.duplicate_row', { row })
  return first === undefined ? message('cause.duplicate') : message('cause.duplicate_item', { first })
}

const rowInvalid: Describe = (details) => {
  const problem = problemText(details)
  if (problem !== undefined) return withValue(problem, details.value)
  return details.reason === undefined
    ? message('cause.invalid_request')
    : message('cause.adds_and_removes', { subject: subjectText(details) })
}

const rowWarning: Describe = (details) => withValue(problemText(details) ?? message('cause.row_warning'), details.value)

const accessUnverified: Describe = ({ what }) => {
  if (what === 'groups') return message('cause.groups_unverified')
  if (what === 'roles') return message('cause.roles_unverified')
  if (what === 'set') return message('cause.set_unverified')
  return what === 'bots' ? message('cause.bots_unverified') : message('cause.access_unverified')
}

const ownsBot: Describe = ({ bots, more, certain }) => {
  if (bots === undefined) return causeTitleMessage('owns_bot')
  const list = more === undefined ? bots : message('part.bots_and_more', { bots, more })
  return certain === 'no' ? message('cause.created_bot', { list }) : message('cause.owns_bot', { list })
}

const cannotBeUndone: Describe = ({ what, scope, bots }) => {
  if (what === 'profile') return message('cause.profile_final')
  if (scope === 'all_bots') return message('cause.erases_all')
  return bots === undefined ? message('cause.erases') : message('cause.erases_from', { bots })
}

const cannotUndo: Describe = ({ what }) => {
  if (what === 'before_unknown') return message('cause.before_unknown')
  if (what === 'profile') return message('cause.profile_final')
  return what === 'erase' ? message('cause.erasure_final') : message('cause.removal_final')
}

const changedSinceJob: Describe = (details) => {
  if (details.did === undefined) return causeTitleMessage('changed_since_job')
  const subject = subjectText(details)
  return details.did === 'taken'
    ? message('cause.added_after_job', { subject })
    : message('cause.removed_after_job', { subject })
}

const changedSincePlan: Describe = (details) => {
  const { from, now, to, otherId } = details
  if (otherId !== undefined) return message('cause.other_user', { user: userText(details), id: otherId })
  if (from === undefined || now === undefined) return causeTitleMessage('changed_since_plan')
  const facts = { subject: subjectText(details), from: stateText(from), now: stateText(now) }
  return to === undefined || to === from
    ? message('cause.drifted', facts)
    : message('cause.drifted_from_target', { ...facts, to: stateText(to) })
}

const withOthers = (part: Message, { others }: Details): Message =>
  others === undefined ? part : message('cause.with_others', { part, others })

const changeOutOfScope: Describe = (details) => {
  const { what, bots = '' } = details
  if (what === 'remove') return withOthers(message('cause.remove_out_of_scope', { bots }), details)
  if (what === 'erase') return withOthers(message('cause.erase_out_of_scope', { bots }), details)
  if ((details.group ?? details.role) === undefined) return causeTitleMessage('change_out_of_scope')
  return withOthers(message('cause.change_out_of_scope', { subject: subjectText(details) }), details)
}

const sentences: Partial<Readonly<Record<CauseCode, Describe>>> = {
  user_not_found: (details) => message('cause.user_not_found', { user: userText(details) }),
  user_ambiguous: (details) =>
    details.count === undefined
      ? message('cause.user_ambiguous', { user: userText(details) })
      : message('cause.user_matches', { user: userText(details), count: details.count }),
  email_invalid: ({ email }) =>
    email === undefined ? message('cause.no_email') : message('cause.email_invalid', { email }),
  identifier_invalid: (details) => message('cause.identifier_invalid', { user: userText(details) }),
  duplicate_in_plan: duplicateInPlan,
  role_not_found: roleNotFound,
  role_id_malformed: ({ roleId }) =>
    roleId === undefined ? message('cause.no_role_id') : message('cause.role_id_malformed', { roleId }),
  role_needs_bot: (details) => message('cause.role_needs_bot', { role: roleText(details) }),
  role_is_admin: ({ role }) =>
    message('cause.role_is_admin', { role: role === undefined ? message('part.the_role') : quoted(role) }),
  role_not_assignable: (details) => message('cause.role_not_assignable', { role: roleText(details) }),
  bot_not_found: botNotFound,
  group_not_found: groupNotFound,
  role_through_group: (details) =>
    details.groups === undefined
      ? message('cause.role_from_group', { role: roleText(details) })
      : message('cause.role_from_groups', { role: roleText(details), groups: details.groups }),
  last_admin: (details) => message('cause.last_admin', { role: roleText(details) }),
  user_out_of_scope: (details) =>
    details.groups === undefined
      ? causeTitleMessage('user_out_of_scope')
      : withOthers(message('cause.user_out_of_scope', { groups: details.groups }), details),
  change_out_of_scope: changeOutOfScope,
  row_invalid: rowInvalid,
  kore_refused: ({ problem }) =>
    problem === undefined ? message('cause.refused') : message('cause.refused_because', { problem }),
  row_warning: rowWarning,
  access_unverified: accessUnverified,
  raises_privilege: (details) =>
    message('cause.raises_privilege', {
      subject: details.flag === undefined ? subjectText(details) : flagText(details.flag),
    }),
  loses_on_set: (details) => message('cause.loses', { subject: subjectText(details) }),
  owns_bot: ownsBot,
  removes_person: (details) => message('cause.removes_user', { user: userText(details) }),
  cannot_be_undone: cannotBeUndone,
  cannot_undo: cannotUndo,
  changed_since_job: changedSinceJob,
  changed_since_plan: changedSincePlan,
  member_of_account: (details) => message('cause.member_of_account', { user: userText(details) }),
}

/** One cause with the facts of its note, without its full stop: `"Tester" on "Billing" needs a bot`. */
export function causeMessage(code: CauseCode, details: Details): Message {
  const sentence = sentences[code]?.(details) ?? causeTitleMessage(code)
  return typeof sentence === 'string' ? message('cause.part', { part: sentence }) : sentence
}

export const causeSentence = (i18n: I18n, code: CauseCode, details: Details): string =>
  messageText(i18n, causeMessage(code, details))
