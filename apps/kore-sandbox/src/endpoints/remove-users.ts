import { removalRefusedMessage, usersRemovedMessage } from '@muster/kore-api/remove-users'
import * as z from 'zod/mini'
import { accountOwner } from '../account/ownership.ts'
import { plantedReason } from '../faults/sentinels.ts'
import { invalidValues, ok, reasonObject, refused } from '../responses/responses.ts'
import type { User } from '../users/user.ts'
import type { Call, SandboxResponse, World } from '../world.ts'

const accepted = z.looseObject({
  deleteEmailIds: z.optional(z.array(z.string())),
  orgUserIds: z.optional(z.array(z.string())),
})

/** Remove users from the account. Kore.ai docs: Remove Users from Account. */
export function removeUsersEndpoint(world: World, call: Call): SandboxResponse {
  const body = accepted.safeParse(call.body)
  if (!body.success) return refused(400, invalidValues)
  const { deleteEmailIds, orgUserIds } = body.data
  if ((deleteEmailIds === undefined) === (orgUserIds === undefined)) return refused(400, invalidValues)
  const requested = deleteEmailIds ?? orgUserIds ?? []
  if (requested.length === 0) return refused(400, 'emailIds cannot be empty')
  const isByEmail = deleteEmailIds !== undefined
  const failed = requested.flatMap((id): object[] => {
    const user = isByEmail ? world.account.byEmail(id) : world.account.byOrgUserId(id)
    const reason = removeOne(world, call.seq, user)
    if (reason === undefined) return []
    if (isByEmail) return [{ emailId: id, reason }]
    return [{ ...(user === undefined ? {} : { emailId: user.emailId }), orgUserId: id, reason }]
  })
  if (failed.length > 0) return ok({ failedUserDetails: failed })
  return ok({
    msg: usersRemovedMessage,
    ...(world.profile === 'v2' ? { moreAvailable: true, total: requested.length } : {}),
  })
}

/** Removes a user, or returns the reason. */
function removeOne(world: World, seq: number, user: User | undefined): unknown {
  if (user === undefined || !world.account.isMember(user.index))
    return reasonObject(world.profile, removalRefusedMessage)
  const planted = plantedReason(user.emailId)
  if (planted !== undefined) return planted
  const owns = user.index === accountOwner || world.account.ownership.ownedBots(user.index).length > 0
  if (owns) return reasonObject(world.profile, removalRefusedMessage)
  world.account.remove(user.index)
  const time = new Date(world.now()).toISOString()
  world.ledger.add({ time, call: seq, kind: 'removed', user: user.emailId, changed: true })
  return undefined
}
