import type { Lookups } from '../account/access.ts'
import { roleDetails } from '../account/access-names.ts'
import type { RoleOnBot } from '../change/change.ts'
import type { CauseCode } from '../outcome/cause.ts'
import type { PlanNote } from './plan.ts'

/** Kore.ai answers a role id of another form with a CastError (Update User, sample response). */
const roleIdForm = /^[0-9a-f]{24}$/

function whyNot(role: RoleOnBot, lookups: Lookups): CauseCode | null {
  if (!roleIdForm.test(role.roleId)) return 'role_id_malformed'
  const known = lookups.roles.get(role.roleId)
  if (known === undefined && lookups.known.roles) return 'role_not_found'
  if (known?.kind === 'bot' && role.botId === null) return 'role_needs_bot'
  if (known?.kind === 'admin' && role.botId !== null) return 'role_is_admin'
  if (role.botId !== null && lookups.known.bots && !lookups.bots.has(role.botId)) return 'bot_not_found'
  return null
}

/** Why the account cannot have this role given to anybody, as a blocker; null when nothing speaks against it. */
export function roleBlocker(role: RoleOnBot, lookups: Lookups): PlanNote | null {
  const code = whyNot(role, lookups)
  return code === null ? null : { code, details: roleDetails(role, lookups) }
}
