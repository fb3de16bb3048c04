import type { Identifier } from '@muster/core/account/user'
import type { EraseRequest, RemoveRequest, UpdateRequest } from '../../../engine/kore-ports.ts'

/** Update Users: both flags always; an empty list is omitted, because it has no documented meaning. */
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
 * Remove Users, by email or by organization id. The effect of both keys in one body is not documented, so a batch that
 * mixes them is a bug of the caller and throws.
 */
export function removeBody(requests: readonly RemoveRequest[]): string {
  const [first] = requests
  if (first === undefined) throw new Error('a removal without users')
  const { by } = first.identifier
  if (requests.some((request) => request.identifier.by !== by)) {
    throw new Error('a removal identifies all users by email or all by organization id')
  }
  const values = requests.map((request) => request.identifier.value)
  return JSON.stringify(by === 'email' ? { deleteEmailIds: values } : { orgUserIds: values })
}

/** Delete Customer Data: always states the scope. */
export function eraseBody(request: EraseRequest): string {
  const all = request.scope.kind === 'all_bots'
  const botIds = request.scope.kind === 'bots' ? request.scope.botIds : []
  if (!all && botIds.length === 0) throw new Error('an erasure of selected bots names no bot')
  if (request.identifiers.length === 0) throw new Error('an erasure without data subjects')
  return JSON.stringify({ userIds: request.identifiers.map(subject), botIds, RemoveDataFromAllBots: all })
}

/** Channel and user id together have no documented JSON form; this is the closest one. */
function subject(identifier: Identifier): unknown {
  if (identifier.by !== 'channelUserId' || identifier.channelId === null) return identifier.value
  return { channel_id: identifier.channelId, channel_user_id: identifier.value }
}
