import { ok } from '../responses/responses.ts'
import type { Call, SandboxResponse, World } from '../world.ts'
import { pageOf } from './page.ts'

/** Groups with their first members. Kore.ai docs: Get Groups API. */
export function groupsEndpoint(world: World, call: Call): SandboxResponse {
  const { total, availableMore, page } = pageOf(world.groups.all, call.query)
  return ok({
    total,
    availableMore,
    groups: page.map((group) => {
      const { count, first } = world.groupMembers(group.id)
      return {
        _id: group.id,
        gN: group.name,
        gDesc: group.description,
        groups: group.nested.map((id) => ({ _id: id, gN: world.groups.byId.get(id)?.name ?? '' })),
        users: first.map((index) => member(world, index)),
        userCount: count,
      }
    }),
  })
}

function member(world: World, index: number): object {
  const { userId, emailId, firstName, lastName, status } = world.account.at(index)
  return {
    _id: userId,
    emailId,
    lastName,
    firstName,
    profImage: 'no-avatar',
    profColour: '#4a9aeb',
    activationStatus: status,
    jTitle: null,
    orgId: world.account.orgId,
  }
}
