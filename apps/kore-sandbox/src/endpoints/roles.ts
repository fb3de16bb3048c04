import { adminRoles, botRoles, idOf, type SandboxRole } from '../account/catalogue.ts'
import { invalidValues, ok, refused } from '../responses/responses.ts'
import type { Call, SandboxResponse, World } from '../world.ts'
import { pageOf } from './page.ts'

function rolesOf(type: string | null): readonly SandboxRole[] | undefined {
  if (type === 'bot') return botRoles
  return type === 'admin' ? adminRoles : undefined
}

/** Roles of one type; admin roles have no id. Kore.ai docs: Get Roles API. */
export function rolesEndpoint(_world: World, call: Call): SandboxResponse {
  const roles = rolesOf(call.query.get('roleType'))
  if (roles === undefined) return refused(400, invalidValues)
  const { total, availableMore, page } = pageOf(roles, call.query)
  return ok({
    total,
    availableMore,
    roles: page.map((role) => ({
      roleType: role.type,
      ...(role.type === 'bot' ? { _id: role.id } : {}),
      role: role.name,
      rDesc: role.description,
      permissions: role.permissions,
    })),
  })
}

/** Roles of one type, each with its id. Kore.ai docs: Export Roles API. */
export function exportRolesEndpoint(_world: World, call: Call): SandboxResponse {
  const roles = rolesOf(call.query.get('roleType'))
  if (roles === undefined) return refused(400, invalidValues)
  return ok(
    roles.map((role) => ({
      roleType: role.type,
      _id: role.id,
      role: role.name,
      rDesc: role.description,
      permissions: role.permissions,
      refId: idOf('ref', role.name).slice(4),
    })),
  )
}
