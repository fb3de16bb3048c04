import type { UserFilter } from '@muster/contracts/users'
import type { Lookups } from '@muster/core/account/access'
import type { Message } from '@muster/core/text/message'
import { accessFacts } from '@muster/wording/access-facts'
import { message } from '@muster/wording/message'

/** The label of a search: "all users who match: in Support, developers, and “acme”, except 2". */
export function matchingSentence(filter: UserFilter, except: number, lookups: Lookups): Message {
  const conditions = conditionsOf(filter, lookups)
  const selection = conditions.length === 0 ? message('selection.all') : message('selection.matching', { conditions })
  return except === 0 ? selection : message('selection.except', { selection, count: except })
}

function conditionsOf(
  { q = '', group, role, bot, flag, status, selection }: UserFilter,
  lookups: Lookups,
): readonly Message[] {
  const names = accessFacts(lookups)
  const text = q.trim()
  return [
    ...(group === undefined ? [] : [message('selection.group', { group: names.group(group) })]),
    ...(role === undefined
      ? []
      : [message('selection.role', { role: names.role({ roleId: role, botId: bot ?? null }) })]),
    ...(role !== undefined || bot === undefined ? [] : [message('selection.bot', { bot: names.bot(bot) })]),
    ...(flag === undefined ? [] : [message(`selection.${flag}`)]),
    ...(status === undefined ? [] : [message(`selection.${status}`)]),
    ...(selection === undefined ? [] : [message('selection.selection')]),
    ...(text === '' ? [] : [message('selection.text', { text })]),
  ]
}

/** Individually selected users: named if there are few. */
export function chosenSentence(emails: readonly string[]): Message {
  return emails.length <= 3
    ? message('selection.named', { users: emails })
    : message('selection.chosen', { count: emails.length })
}
