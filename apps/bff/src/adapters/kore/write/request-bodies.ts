import type { Identifier } from '@muster/core/account/user'
import type { EraseRequest, RemoveRequest, UpdateRequest } from '../../../engine/kore-ports.ts'

/** Update Users: both flags always; a list that is empty is left out, since an empty one has no documented meaning. */
export function updateBody(requests: readonly UpdateRequest[]): string {
  return JSON.stringify({ users: requests.map(updateUser) })
}

function updateUser(request: UpdateRequest) {
  const { identifier, groups, roles, canCreateBot, isDeveloper } = request
  return {
    userInfo: identifier.by === 'email' ? { emailId: identifier.value } : { orgUserId: identifier.value },
    ...lists('groups', groups.add, groups.remove),
    ...lists('roles', roles.add.map(grant), roles.remove.map(grant)),
    canCreateBot,
    isDeveloper,
  }
}

function grant({ roleId, botId }: { roleId: string; botId: string | null }) {
  return botId === null ? { roleId } : { roleId, botId }
}

function lists(name: 'groups' | 'roles', addTo: readonly unknown[], removeFrom: readonly unknown[]): object {
  if (addTo.length === 0 && removeFrom.length === 0) return {}
  return {
    [name]: { ...(addTo.length > 0 ? { addTo } : {}), ...(removeFrom.length > 0 ? { removeFrom } : {}) },
  }
}

/**
 * Remove Users, by e-mail or by organisation id. What both keys in one body do is not documented, so a batch that mixes
 * them is a defect of the caller and throws.
 */
export function removeBody(requests: readonly RemoveRequest[]): string {
  const [first] = requests
  if (first === undefined) throw new Error('a removal without users')
  const { by } = first.identifier
  if (requests.some((request) => request.identifier.by !== by)) {
    throw new Error('a removal names all users by e-mail or all by organisation id')
  }
  const values = requests.map((request) => request.identifier.value)
  return JSON.stringify(by === 'email' ? { deleteEmailIds: values } : { orgUserIds: values })
}

/** Delete Customer Data: the scope is always written down. */
export function eraseBody(request: EraseRequest): string {
  const all = request.scope.kind === 'all_bots'
  const botIds = request.scope.kind === 'bots' ? request.scope.botIds : []
  if (!all && botIds.length === 0) throw new Error('an erasure of chosen bots names none')
  if (request.identifiers.length === 0) throw new Error('an erasure without people')
  return JSON.stringify({ userIds: request.identifiers.map(subject), botIds, RemoveDataFromAllBots: all })
}

/** Channel and user id together have no documented JSON form; this is the natural one. */
function subject(identifier: Identifier): unknown {
  if (identifier.by !== 'channelUserId' || identifier.channelId === null) return identifier.value
  return { channel_id: identifier.channelId, channel_user_id: identifier.value }
}
