import { t } from '@lingui/core/macro'
import type { RoleEntry } from '@muster/contracts/access'
import type { RoleOnBot } from '@muster/core/change/change'
import type { Fix } from '@muster/core/plan/fix'
import * as z from 'zod/mini'
import type { FixTarget } from './fix-targets.ts'

/** The current choice in the dialog. */
const choiceSchema = z.object({
  roleId: z.nullable(z.string()),
  botId: z.nullable(z.string()),
  groupId: z.nullable(z.string()),
})
export type FixChoice = z.output<typeof choiceSchema>

/** The choice when the dialog opens: the valid part of the role. */
export function firstChoice(target: FixTarget): FixChoice {
  const none: FixChoice = { roleId: null, botId: null, groupId: null }
  if (target.kind !== 'replace_role') return none
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

/** The form of the dialog, which becomes the fix. */
export const fixSchema = (target: FixTarget, roles: readonly RoleEntry[]) =>
  z.pipe(
    choiceSchema,
    z.transform((choice, context): Fix => {
      const fix = fixOf(target, choice, roles)
      if (fix !== null) return fix
      const { field, message } = missingPart(target, choice, roles)
      context.issues.push({ code: 'custom', input: choice[field], path: [field], message })
      return z.NEVER
    }),
  )

/** The field that an incomplete choice still needs. */
function missingPart(
  { kind }: FixTarget,
  choice: FixChoice,
  roles: readonly RoleEntry[],
): { readonly field: keyof FixChoice; readonly message: string } {
  if (kind === 'replace_group') return { field: 'groupId', message: t`Choose another group` }
  if (kind === 'replace_bot') return { field: 'botId', message: t`Choose another bot` }
  const role = roles.find(({ id }) => id === choice.roleId)
  if (role?.kind === 'bot' && choice.botId === null) return { field: 'botId', message: t`Choose the bot` }
  return { field: 'roleId', message: t`Choose another role` }
}
