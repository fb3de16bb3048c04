import type { CauseCode } from '../outcome/cause.ts'
import { causeTexts } from './cause-text.ts'

/** Facts of a note by name. Missing ones are left out of the sentence, never printed as "undefined". */
type Details = Readonly<Record<string, string>>

/** By name, else by id: an answer of Kore.ai knows ids only. */
const roleIn = ({ role, roleId, bot, botId }: Details): string => {
  const name = role ?? roleId
  const on = bot ?? botId
  return name === undefined ? 'the role' : on === undefined ? `"${name}"` : `"${name}" on "${on}"`
}
const hasNo = (what: string, name: string | undefined): string =>
  name === undefined ? `The account does not have the ${what}` : `The account has no ${what} ${name}`
const quoted = (name: string | undefined): string | undefined => (name === undefined ? undefined : `"${name}"`)
const named = (what: string, name: string | undefined): string => (name === undefined ? `the ${what}` : `"${name}"`)
const userIn = ({ user }: Details): string => named('user', user)
const thing = (details: Details): string =>
  details.group === undefined
    ? details.flag === undefined
      ? roleIn(details)
      : flagName(details.flag)
    : `"${details.group}"`
const flagName = (flag: string): string => (flag === 'canCreateBot' ? 'bot creation' : 'developer')

const sentences: Partial<Readonly<Record<CauseCode, (details: Details) => string>>> = {
  user_not_found: (details) => `${userIn(details)} is not a user of this account`,
  user_ambiguous: (details) => `${userIn(details)} stands for ${details.count ?? 'several'} users`,
  email_invalid: ({ email }) => `${named('address', email)} is not an e-mail address`,
  identifier_invalid: (details) => `${userIn(details)} is not an identifier of a user`,
  duplicate_in_plan: ({ first, row }) => {
    const where = row === undefined ? (first === undefined ? '' : `, as item ${first}`) : `, in row ${row}`
    return `The same user comes earlier${where}`
  },
  role_not_found: (details) =>
    hasNo('role', (details.role ?? details.roleId) === undefined ? undefined : roleIn(details)),
  role_id_malformed: ({ roleId }) => `${named('id', roleId)} is not a role id`,
  role_needs_bot: (details) => `${roleIn(details)} needs a bot`,
  role_is_admin: (details) => `${named('role', details.role)} is an admin role and not held on a bot`,
  bot_not_found: ({ bot, botId }) => hasNo('bot', quoted(bot ?? botId)),
  group_not_found: ({ group, groupId }) => hasNo('group', quoted(group ?? groupId)),
  role_through_group: (details) => `${roleIn(details)} comes through ${details.groups ?? 'a group'}`,
  last_admin: (details) => `Too few would be left with ${roleIn(details)}`,
  row_invalid: (details) => {
    if (details.problem !== undefined)
      return `${details.problem}${details.value === undefined ? '' : `: "${details.value}"`}`
    return details.reason === undefined ? 'The request cannot be understood' : `${thing(details)}: ${details.reason}`
  },
  kore_refused: ({ problem }) => `Kore.ai refused this user${problem === undefined ? '' : `: "${problem}"`}`,
  row_warning: ({ problem, value }) =>
    `${problem ?? 'The row has a warning'}${value === undefined ? '' : `: ${quoted(value)}`}`,
  access_unverified: ({ what }) => `The ${what ?? 'access'} could not be checked beforehand`,
  raises_privilege: (details) => `Gives ${thing(details)}, which raises what the user may do`,
  loses_on_set: (details) => `Loses ${thing(details)}`,
  owns_bot: ({ bots, certain }) => {
    if (bots === undefined) return causeTexts.owns_bot.title
    return certain === 'no'
      ? `Created ${bots}: Kore.ai refuses the removal if the user still owns it`
      : `Owns ${bots}: Kore.ai refuses to remove the owner of a bot`
  },
  removes_person: (details) => `Removes ${userIn(details)} from this account`,
  cannot_be_undone: ({ scope }) => `Erases data ${scope ?? ''}, which cannot be undone`.replace(' ,', ','),
  cannot_undo: ({ what }) => `${what === 'erase' ? 'An erasure' : 'A removal'} cannot be undone`,
  changed_since_job: (details) => {
    const now = details.did === 'taken' ? 'given back' : 'taken away again'
    return details.did === undefined
      ? causeTexts.changed_since_job.title
      : `${thing(details)} was already ${now} by somebody else`
  },
  changed_since_plan: (details) => {
    const { from, now, to } = details
    if (from === undefined || now === undefined) return causeTexts.changed_since_plan.title
    const wanted = to === undefined || to === from ? '' : `, planned: ${to}`
    return `${thing(details)}: ${from} when planned, ${now} now${wanted}`
  },
  member_of_account: (details) => `${userIn(details)} is still a user of this account`,
}

/** One cause about one thing, in a sentence without its full stop: `"Tester" on "Billing" needs a bot`. */
export function causeSentence(code: CauseCode, details: Details): string {
  const sentence = sentences[code]?.(details) ?? causeTexts[code].title
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
