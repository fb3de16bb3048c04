import type { RoleOnBot } from '@muster/core/change/change'
import type { Sentence } from '@muster/core/text/message'
import { message } from '../message.ts'
import { type Details, flagText, problemText, withValue } from './details-text.ts'

/** The subject of a note: its label, and the ids a fix needs. */
export interface NamedDetails {
  readonly label: Sentence
  readonly role: RoleOnBot | null
  readonly groupId: string | null
  readonly botId: string | null
}

/** Reads the facts of a note. The label is `key` if the facts have no name. */
export function describeDetails(details: Details, key: string): NamedDetails {
  const { roleId, role, botId, bot, groupId, group, flag, value } = details
  const onBot = bot ?? botId
  const named = role ?? roleId
  const problem = problemText(details)
  const row = problem === undefined ? undefined : withValue(problem, value)
  const flagged = flag === undefined ? undefined : message('cause.part', { part: flagText(flag) })
  const alone = group ?? groupId ?? onBot ?? flagged ?? row ?? key
  const onNamedBot =
    named === undefined || onBot === undefined ? named : message('name.role_on_bot', { role: named, bot: onBot })
  return {
    label: onNamedBot ?? alone,
    role: roleId === undefined ? null : { roleId, botId: botId ?? null },
    groupId: groupId ?? null,
    botId: botId ?? null,
  }
}
