import * as z from 'zod/mini'
import { eraseScope, type KoreEndpoint } from './endpoint.ts'
import { koreReason } from './reason.ts'

/** Kore.ai docs: Delete Customer Data Status API. */
export const eraseStatus = {
  name: 'Delete Customer Data Status',
  method: 'GET',
  path: '/api/public/bot/eraseUsersData/status/{reqId}',
  scope: eraseScope,
  page: 'Delete Customer Data Status API',
  effect: 'read',
} as const satisfies KoreEndpoint

/** The path for one request id. */
export function eraseStatusPath(requestId: string): string {
  return `/api/public/bot/eraseUsersData/status/${encodeURIComponent(requestId)}`
}

/** `userId` is a string in the samples; the form of a channel pair is not documented. */
export const eraseStatusResponse = z.looseObject({
  _id: z.optional(z.string()),
  createdOn: z.optional(z.unknown()),
  lastUpdatedOn: z.optional(z.unknown()),
  RemoveDataFromAllBots: z.optional(z.boolean()),
  status: z.optional(z.string()),
  response: z.array(z.looseObject({ userId: z.unknown(), status: z.string(), reason: z.optional(koreReason) })),
})
