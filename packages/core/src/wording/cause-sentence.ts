import type { CauseCode } from '../outcome/cause.ts'
import { causeTexts } from './cause-text.ts'

/** Facts of a note by name. Missing ones are left out of the sentence, never printed as "undefined". */
type About = Readonly<Record<string, string>>

/** By name, else by id: an answer of Kore.ai knows ids only. */
const roleIn = ({ role, roleId, bot, botId }: About): string => {
  const name = role ?? roleId
  const on = bot ?? botId
  return name === undefined ? 'the role' : on === undefined ? `"${name}"` : `"${name}" on "${on}"`
}
const hasNo = (what: string, name: string | undefined): string =>
  name === undefined ? `The account does not have the ${what}` : `The account has no ${what} ${name}`
const quoted = (name: string | undefined): string | undefined => (name === undefined ? undefined : `"${name}"`)
const named = (what: string, name: string | undefined): string => (name === undefined ? `the ${what}` : `"${name}"`)
const userIn = ({ user }: About): string => named('user', user)
const thing = (about: About): string =>
  about.group === undefined ? (about.flag === undefined ? roleIn(about) : flagName(about.flag)) : `"${about.group}"`
const flagName = (flag: string): string => (flag === 'canCreateBot' ? 'bot creation' : 'developer')

const sentences: Partial<Readonly<Record<CauseCode, (about: About) => string>>> = {
  user_not_found: (about) => `${userIn(about)} is not a user of this account`,
  user_ambiguous: (about) => `${userIn(about)} stands for ${about.count ?? 'several'} users`,
  email_invalid: ({ email }) => `${named('address', email)} is not an e-mail address`,
  identifier_invalid: (about) => `${userIn(about)} is not an identifier of a user`,
  duplicate_in_plan: ({ first, row }) => {
    const where = row === undefined ? (first === undefined ? '' : `, as item ${first}`) : `, in row ${row}`
    return `The same user comes earlier${where}`
  },
  role_not_found: (about) => hasNo('role', (about.role ?? about.roleId) === undefined ? undefined : roleIn(about)),
  role_id_malformed: ({ roleId }) => `${named('id', roleId)} is not a role id`,
  role_needs_bot: (about) => `${roleIn(about)} needs a bot`,
  role_is_admin: (about) => `${named('role', about.role)} is an admin role and not held on a bot`,
  bot_not_found: ({ bot, botId }) => hasNo('bot', quoted(bot ?? botId)),
  group_not_found: ({ group, groupId }) => hasNo('group', quoted(group ?? groupId)),
  role_through_group: (about) => `${roleIn(about)} comes through ${about.groups ?? 'a group'}`,
  last_admin: (about) => `Too few would be left with ${roleIn(about)}`,
  row_invalid: (about) => {
    if (about.problem !== undefined) return `${about.problem}${about.value === undefined ? '' : `: "${about.value}"`}`
    return about.reason === undefined ? 'The request cannot be understood' : `${thing(about)}: ${about.reason}`
  },
  kore_refused: ({ problem }) => `Kore.ai refused this user${problem === undefined ? '' : `: "${problem}"`}`,
  row_warning: ({ problem, value }) =>
    `${problem ?? 'The row has a warning'}${value === undefined ? '' : `: ${quoted(value)}`}`,
  access_unverified: ({ what }) => `The ${what ?? 'access'} could not be checked beforehand`,
  raises_privilege: (about) => `Gives ${thing(about)}, which raises what the user may do`,
  loses_on_set: (about) => `Loses ${thing(about)}`,
  owns_bot: ({ bots, certain }) => {
    if (bots === undefined) return causeTexts.owns_bot.title
    return certain === 'no'
      ? `Created ${bots}: Kore.ai refuses the removal if the user still owns it`
      : `Owns ${bots}: Kore.ai refuses to remove the owner of a bot`
  },
  removes_person: (about) => `Removes ${userIn(about)} from this account`,
  cannot_be_undone: ({ scope }) => `Erases data ${scope ?? ''}, which cannot be undone`.replace(' ,', ','),
  cannot_undo: ({ what }) => `${what === 'erase' ? 'An erasure' : 'A removal'} cannot be undone`,
  changed_since_job: (about) => {
    const now = about.did === 'taken' ? 'given back' : 'taken away again'
    return about.did === undefined
      ? causeTexts.changed_since_job.title
      : `${thing(about)} was already ${now} by somebody else`
  },
  changed_since_plan: (about) => {
    const { from, now, to } = about
    if (from === undefined || now === undefined) return causeTexts.changed_since_plan.title
    const wanted = to === undefined || to === from ? '' : `, planned: ${to}`
    return `${thing(about)}: ${from} when planned, ${now} now${wanted}`
  },
  member_of_account: (about) => `${userIn(about)} is still a user of this account`,
}

/** One cause about one thing, in a sentence without its full stop: `"Tester" on "Billing" needs a bot`. */
export function causeSentence(code: CauseCode, about: About): string {
  const sentence = sentences[code]?.(about) ?? causeTexts[code].title
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
