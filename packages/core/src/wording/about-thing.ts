import type { RoleOnBot } from '../change/change.ts'

/** The thing a note is about: its words, and the ids a fix needs. */
export interface AboutThing {
  readonly label: string
  readonly role: RoleOnBot | null
  readonly groupId: string | null
  readonly botId: string | null
}

/** Reads the facts of a note; `key` stands in where none of them has words. */
export function aboutThing(about: Readonly<Record<string, string>>, key: string): AboutThing {
  const { roleId, role, botId, bot, groupId, group, flag, problem, value } = about
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
