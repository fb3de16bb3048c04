import * as z from 'zod/mini'
import { eraseScope, type KoreEndpoint } from './endpoint.ts'
import { nonEmpty, requiredText } from './identifiers.ts'

/** Kore.ai docs: Delete Customer Data API. The method is DELETE with a body; the page's sample wrongly shows POST. */
export const eraseUsersData = {
  name: 'Delete Customer Data',
  method: 'DELETE',
  path: '/api/public/bot/eraseUsersData',
  scope: eraseScope,
  page: 'Delete Customer Data API',
  effect: 'change',
} as const satisfies KoreEndpoint

/** A user of a channel: the channel and the user's ID in it. The page names the pair without an example of its JSON. */
export const channelUser = z.strictObject({ channel_id: requiredText, channel_user_id: requiredText })

/** An email, a `u-` id, an organization's id, a channel's user id, or channel and user id together. */
export const eraseSubject = z.union([requiredText, channelUser])
export type EraseSubject = z.infer<typeof eraseSubject>

/**
 * The body as Muster sends it: the scope is always explicit, either chosen bots or all of them, never by a
 * default. With all bots Kore.ai ignores `botIds`; it is sent empty, to keep the request unambiguous.
 */
export const eraseUsersDataBody = z.discriminatedUnion('RemoveDataFromAllBots', [
  z.strictObject({
    userIds: nonEmpty(eraseSubject),
    botIds: nonEmpty(requiredText),
    RemoveDataFromAllBots: z.literal(false),
  }),
  z.strictObject({
    userIds: nonEmpty(eraseSubject),
    botIds: z.tuple([]),
    RemoveDataFromAllBots: z.literal(true),
  }),
])
export type EraseUsersDataBody = z.infer<typeof eraseUsersDataBody>

/** Accepted, not done: Kore.ai continues after this response. */
export const eraseUsersDataResponse = z.looseObject({
  requestId: requiredText,
  status: z.optional(z.string()),
})
