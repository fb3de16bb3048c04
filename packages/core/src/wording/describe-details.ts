import type { RoleOnBot } from '../change/change.ts'

/** The thing a note is about: its words, and the ids a fix needs. */
export interface NamedDetails {
  readonly label: string
  readonly role: RoleOnBot | null
  readonly groupId: string | null
  readonly botId: string | null
}

/** Reads the facts of a note; `key` stands in where none of them has words. */
export function describeDetails(details: Readonly<Record<string, string>>, key: string): NamedDetails {
  const { roleId, role, botId, bot, groupId, group, flag, problem, value } = details
  const onBot = bot ?? botId
  const named = role ?? roleId
  const row = problem === undefined || value === undefined ? problem : `${problem}: "${value}"`
  const flagged = flag === undefined ? undefined : flag === 'canCreateBot' ? 'Bot creation' : 'Developer'
  const alone = group ?? groupId ?? onBot ?? flagged ?? row ?? key
  return {
    label: named === undefined ? alone : onBot === undefined ? named : `${named} on ${onBot}`,
    role: roleId === undefined ? null : { roleId, botId: botId ?? null },
    groupId: groupId ?? null,
    botId: botId ?? null,
  }
}
