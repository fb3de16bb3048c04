import * as z from 'zod/mini'
import { botById } from '../account/catalogue.ts'
import { type EraseSubject, isCustomer } from '../account/customers.ts'
import { accountOwner } from '../account/ownership.ts'
import { invalidValues, ok, reasonObject, refused, userNotFound } from '../responses/responses.ts'
import type { Call, SandboxResponse, World } from '../world.ts'

const text = z.string().check(z.minLength(1), z.maxLength(1000))
const accepted = z.looseObject({
  userIds: z.array(z.union([text, z.looseObject({ channel_id: text, channel_user_id: text })])),
  botIds: z.optional(z.array(text)),
  RemoveDataFromAllBots: z.optional(z.boolean()),
})

/** Erases customers' data: accepted now, done later. Kore.ai docs: Delete Customer Data API. */
export function eraseUsersDataEndpoint(world: World, call: Call): SandboxResponse {
  const body = accepted.safeParse(call.body)
  if (!body.success) return refused(400, invalidValues)
  const { userIds, botIds = [], RemoveDataFromAllBots: allBots = false } = body.data
  if (userIds.length === 0) return refused(400, 'userIds cannot be empty')
  if (!allBots && botIds.length === 0) return refused(400, 'botIds cannot be empty')
  if (!allBots && botIds.some((id) => !botById.has(id))) return refused(400, 'Invalid botIds')
  const subjects = userIds.map((subject) => ({ subject, failure: whyNot(world, subject) }))
  const requestId = world.erasures.accept({ call: call.seq, now: world.now(), allBots, subjects })
  return ok({ requestId, status: 'in-progress' })
}

/** The page's two rules, and unknown subjects. Former members can be erased. */
function whyNot(world: World, subject: EraseSubject): string | null {
  if (isCustomer(subject)) return null
  const { account } = world
  const user =
    typeof subject === 'string'
      ? (account.byEmail(subject) ?? account.byOrgUserId(subject) ?? account.byUserId(subject))
      : undefined
  if (user === undefined) return userNotFound
  if (user.index === accountOwner) return 'The requested user is an account owner'
  if (!account.isMember(user.index)) return null
  const { ownedBots, developedBots } = account.ownership
  if (ownedBots(user.index).length > 0) return 'The requested user is a bot owner'
  if (developedBots(user.index).length > 0) return 'The requested user is a co-developer'
  return 'The requested user belongs to one or more accounts'
}

/** The progress of an erasure. Kore.ai docs: Delete Customer Data Status API. */
export function eraseStatusEndpoint(world: World, call: Call): SandboxResponse {
  const id = call.params['reqId'] ?? ''
  const status = world.erasures.status(id, world.now())
  if (status === undefined) return refused(400, 'Invalid request id')
  return ok({
    _id: id,
    createdOn: new Date(status.createdAt).toISOString(),
    lastUpdatedOn: new Date(status.updatedAt).toISOString(),
    RemoveDataFromAllBots: status.allBots,
    response: status.entries.map((entry) => ({
      userId: entry.user,
      status: entry.state === 'running' ? 'in-progress' : entry.state === 'erased' ? 'SUCCESS' : 'FAILED',
      ...(entry.state === 'failed' ? { reason: reasonObject(world.profile, entry.failure ?? '') } : {}),
    })),
  })
}
