import type { RoleEntry } from '@muster/contracts/access'
import type { RoleOnBot } from '@muster/core/change/change'
import type { Fix } from '@muster/core/plan/fix'
import type { FixTarget } from './fix-targets.ts'

/** The current choice in the dialog. */
export interface FixChoice {
  readonly roleId: string | null
  readonly botId: string | null
  readonly groupId: string | null
}

/** The choice when the dialog opens: the valid part of the role. */
export function firstChoice(target: FixTarget | null): FixChoice {
  const none: FixChoice = { roleId: null, botId: null, groupId: null }
  if (target?.kind !== 'replace_role') return none
  const { roleId, botId } = target.role
  return { ...none, roleId: botId === null ? roleId : null, botId }
}

/** The fix for a complete choice; null for an incomplete one and for one that changes nothing. */
export function fixOf(target: FixTarget, choice: FixChoice, roles: readonly RoleEntry[]): Fix | null {
  switch (target.kind) {
    case 'drop_role':
      return { kind: 'drop_role', role: target.role }
    case 'drop_group':
      return { kind: 'drop_group', group: target.groupId }
    case 'replace_group':
      return choice.groupId === null || choice.groupId === target.groupId
        ? null
        : { kind: 'replace_group', from: target.groupId, to: choice.groupId }
    case 'replace_bot':
      return choice.botId === null || choice.botId === target.botId
        ? null
        : { kind: 'replace_bot', from: target.botId, to: choice.botId }
    case 'replace_role':
      break
  }
  return replaceRole(target.role, choice, roles)
}

function replaceRole(from: RoleOnBot, choice: FixChoice, roles: readonly RoleEntry[]): Fix | null {
  const role = roles.find((entry) => entry.id === choice.roleId)
  if (role === undefined) return null
  const botId = role.kind === 'admin' ? null : choice.botId
  if (role.kind === 'bot' && botId === null) return null
  const same = role.id === from.roleId && botId === from.botId
  return same ? null : { kind: 'replace_role', from, to: { roleId: role.id, botId } }
}
