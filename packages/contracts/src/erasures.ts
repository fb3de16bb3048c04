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
  params: z.object({ id: idSchema }),
  responses: { 200: erasureSchema },
})

export const getErasureReceipt = route({
  method: 'GET',
  path: '/api/erasures/:id/receipt',
  summary: 'The receipt of an erasure, as a file',
  permission: 'erasures:read',
  params: z.object({ id: idSchema }),
  responses: { 200: { mediaType: 'application/json' } },
})
