import * as z from 'zod/mini'
import { kept } from './message.ts'
import { eraseScopeSchema, identifierSchema } from './plans.ts'
import { route } from './route.ts'
import { erasureStates } from './search-values.ts'
import { countSchema, cursorSchema, idSchema, limitSchema, pageOf, storableText, timeSchema } from './values.ts'

/** One `eud-…` request at Kore.ai and its life. */
export const erasureSchema = z.object({
  id: idSchema,
  /** Kore.ai's ID of the request (`eud-…`); null if its response was lost. */
  requestId: z.nullable(z.string()),
  jobId: z.nullable(idSchema),
  state: z.enum(erasureStates),
  scope: eraseScopeSchema,
  /** The scope in words: "from all bots", "from Billing and Claims". */
  scopeText: z.string(),
  scopeTextMessage: kept,
  people: z.array(
    z.object({
      identifier: identifierSchema,
      label: z.string(),
      state: z.enum(['waiting', 'erased', 'failed']),
      koreStatus: z.nullable(z.string()),
    }),
  ),
  counts: z.object({ total: countSchema, erased: countSchema, failed: countSchema, waiting: countSchema }),
  requestedBy: z.string(),
  requestedAt: timeSchema,
  lastCheckedAt: z.nullable(timeSchema),
  nextCheckAt: z.nullable(timeSchema),
  finishedAt: z.nullable(timeSchema),
  /** The obstacle, as a sentence. */
  reason: z.nullable(z.string()),
  reasonMessage: kept,
})
export type ErasureEntry = z.output<typeof erasureSchema>

export const listErasures = route({
  method: 'GET',
  path: '/api/erasures',
  summary: 'All erasure requests, newest first',
  permission: 'erasures:read',
  stepUp: 'none',
  query: z.object({
    state: z.optional(z.enum(erasureStates)),
    q: z.optional(storableText(200)),
    cursor: z.optional(cursorSchema),
    limit: limitSchema,
  }),
  responses: { 200: pageOf(erasureSchema) },
})

export const getErasure = route({
  method: 'GET',
  path: '/api/erasures/:id',
  summary: 'One erasure request',
  permission: 'erasures:read',
  stepUp: 'none',
  params: z.object({ id: idSchema }),
  responses: { 200: erasureSchema },
})

/** What a receipt certifies. It names no data subject: their identifiers are salted commitments. */
export const receiptSchema = z.object({
  document: z.literal('muster-erasure-receipt'),
  madeAt: timeSchema,
  requestId: z.nullable(z.string()),
  musterId: idSchema,
  jobId: z.nullable(idSchema),
  requestedBy: z.string(),
  requestedAt: timeSchema,
  lastCheckedAt: z.nullable(timeSchema),
  finishedAt: z.nullable(timeSchema),
  /** In English, "from all bots", and as a message; receipts of earlier versions have English alone. */
  scope: z.string(),
  scopeMessage: kept,
  state: z.enum(erasureStates),
  /** Why the erasure has not ended well, in English and as a message. */
  reason: z.optional(z.nullable(z.string())),
  reasonMessage: kept,
  people: z.array(
    z.object({
      by: z.enum(['email', 'orgUserId', 'userId', 'channelUserId']),
      channelId: z.nullable(z.string()),
      salt: z.string(),
      /** SHA-256 of the salt, a line break, and `[by, channelId, identifier]` as JSON; an email in lower case. */
      commitment: z.string(),
      state: z.enum(['waiting', 'erased', 'failed']),
      koreStatus: z.nullable(z.string()),
    }),
  ),
})
export type Receipt = z.output<typeof receiptSchema>

export const getErasureReceipt = route({
  method: 'GET',
  path: '/api/erasures/:id/receipt',
  summary: 'The receipt of an erasure, signed',
  recorded: true,
  permission: 'erasures:read',
  stepUp: 'none',
  params: z.object({ id: idSchema }),
  responses: { 200: z.object({ receipt: receiptSchema, jws: z.string() }) },
})

export const downloadErasureReceipt = route({
  method: 'GET',
  path: '/api/erasures/:id/receipt.json',
  summary: 'The receipt of an erasure as a file',
  permission: 'erasures:read',
  stepUp: 'none',
  params: z.object({ id: idSchema }),
  responses: { 200: { mediaType: 'application/json' } },
})

export const verifyReceipt = route({
  method: 'POST',
  path: '/api/receipts/verify',
  summary: 'Whether a receipt is signed by this Muster, and whether it is about an identifier',
  permission: 'none',
  anonymous: true,
  stepUp: 'none',
  body: z.object({
    /** Compact JWS. */
    jws: storableText(200_000),
    identifier: z.optional(storableText(320)),
  }),
  responses: {
    200: z.object({
      /** Null: not a receipt, changed, or not signed by this Muster. */
      receipt: z.nullable(receiptSchema),
      /** Positions of the people of the receipt that have the identifier, from 0. */
      matching: z.array(countSchema),
    }),
  },
})
