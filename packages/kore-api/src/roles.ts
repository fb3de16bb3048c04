import * as z from 'zod/mini'
import { type KoreEndpoint, roleManagementScope } from './endpoint.ts'
import { looseText } from './identifiers.ts'

/** Kore.ai docs: Get Roles API. Query: `roleType` (`bot` or `admin`, required) and `limit`, at most 50. */
export const getRoles = {
  name: 'Get Roles',
  method: 'GET',
  path: '/api/public/roles',
  scope: roleManagementScope,
  page: 'Get Roles API',
  effect: 'read',
} as const satisfies KoreEndpoint

/** Kore.ai docs: Export Roles API. Query: `roleType`. The only call that returns the ids of admin roles. */
export const exportRoles = {
  name: 'Export Roles',
  method: 'GET',
  path: '/api/public/roles/export',
  scope: roleManagementScope,
  page: 'Export Roles API',
  effect: 'read',
} as const satisfies KoreEndpoint

/** `_id` is missing from admin roles in the samples of Get Roles. */
export const koreRole = z.looseObject({
  _id: z.optional(z.string()),
  roleType: looseText,
  role: z.string(),
  rDesc: looseText,
  permissions: z.optional(z.unknown()),
  refId: looseText,
})

export const rolesResponse = z.looseObject({
  total: z.optional(z.number()),
  availableMore: z.optional(z.boolean()),
  moreAvailable: z.optional(z.boolean()),
  roles: z.array(koreRole),
})

/** Export responds with a list at the top level, every role with its id. */
export const exportedRolesResponse = z.array(z.looseObject({ ...koreRole.shape, _id: z.string() }))
