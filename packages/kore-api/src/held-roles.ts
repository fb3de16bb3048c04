import * as z from 'zod/mini'
import { looseText } from './identifiers.ts'

/** Names of the groups a role comes through; empty or absent: given directly. */
const viaGroups = z.optional(z.nullable(z.array(z.string())))

/** A role a user holds on a bot. Kore.ai docs: Get User Information API, Get User Roles Details API. */
export const heldBotRole = z.looseObject({
  roleId: z.string(),
  roleName: looseText,
  groups: viaGroups,
  botId: z.string(),
  botName: looseText,
})

/** An admin role a user holds. */
export const heldAdminRole = z.looseObject({ roleId: z.string(), roleName: looseText, groups: viaGroups })
