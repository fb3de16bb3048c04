import type { I18n } from '@lingui/core'
import type { RoleOnBot } from '@muster/core/change/change'
import { sentenceCase } from '../list.ts'
import { type Details, flagText, problemText } from './details-text.ts'

/** The subject of a note: its label, and the ids a fix needs. */
export interface NamedDetails {
  readonly label: string
  readonly role: RoleOnBot | null
  readonly groupId: string | null
  readonly botId: string | null
}

/** Reads the facts of a note. The label is `key` if the facts have no name. */
export function describeDetails(i18n: I18n, details: Details, key: string): NamedDetails {
  const { roleId, role, botId, bot, groupId, group, flag, value } = details
  const onBot = bot ?? botId
  const named = role ?? roleId
  const problem = problemText(i18n, details)
  const row =
    problem === undefined || value === undefined ? problem : i18n._('{problem}: "{value}"', { problem, value })
  const flagged = flag === undefined ? undefined : sentenceCase(i18n, flagText(i18n, flag))
  const alone = group ?? groupId ?? onBot ?? flagged ?? row ?? key
  return {
    label:
      named === undefined
        ? alone
        : onBot === undefined
          ? named
          : i18n._('{role} on {bot}', { role: named, bot: onBot }),
    role: roleId === undefined ? null : { roleId, botId: botId ?? null },
    groupId: groupId ?? null,
    botId: botId ?? null,
  }
}
