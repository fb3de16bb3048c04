import {
  addMemberRole,
  changeMemberRole,
  listMemberRoles,
  type MemberRoleEntry,
  removeMemberRole,
} from '@muster/contracts/members'
import { memberRoles, permissionsOf } from '@muster/core/permission'
import { englishText } from '@muster/wording/english'
import { roleMessage } from '@muster/wording/role-message'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import { addRole, changeRole, noRole, type RoleDeps, removeRole } from './manage-roles.ts'
import type { RoleRecord } from './ports.ts'

function entryOf({ id, name, permissions, members }: RoleRecord): MemberRoleEntry {
  const nameMessage = roleMessage({ role: id, roleName: name })
  return { id, name, nameMessage, permissions: [...permissions], isBuiltIn: false, members }
}

async function listRoles({ directory, roles, clock }: RoleDeps): Promise<readonly MemberRoleEntry[]> {
  const members = await directory.list(clock.now())
  const builtIn = memberRoles.map((id): MemberRoleEntry => {
    const nameMessage = roleMessage({ role: id, roleName: null })
    return {
      id,
      name: englishText(nameMessage),
      nameMessage,
      permissions: [...permissionsOf(id)],
      isBuiltIn: true,
      members: members.filter(({ role }) => role === id).length,
    }
  })
  return [...builtIn, ...(await roles.list()).map(entryOf)]
}

async function roleEntry({ roles }: RoleDeps, id: string): Promise<MemberRoleEntry> {
  const found = (await roles.list()).find((role) => role.id === id)
  if (found === undefined) throw noRole()
  return entryOf(found)
}

/** The roles of members. */
export function rolesRoutes(deps: RoleDeps): BoundRoute[] {
  return [
    bind(listMemberRoles, async () => ({ status: 200, json: { items: await listRoles(deps) } })),
    bind(addMemberRole, async ({ body }, context) => {
      const id = await addRole(deps, actorOf(context), body)
      return { status: 201, json: await roleEntry(deps, id) }
    }),
    bind(changeMemberRole, async ({ params: { id }, body }, context) => {
      await changeRole(deps, actorOf(context), { ...body, id })
      return { status: 200, json: await roleEntry(deps, id) }
    }),
    bind(removeMemberRole, async ({ params }, context) => {
      await removeRole(deps, actorOf(context), params.id)
      return { status: 200, json: {} }
    }),
  ]
}
