import { environments } from '@muster/core/environment'
import * as z from 'zod/mini'
import { kept } from './message.ts'
import { route } from './route.ts'
import { countSchema, timeSchema } from './values.ts'

export const keyKinds = ['kore', 'kore_next', 'sealing', 'sealing_previous', 'signing'] as const

/** The connected Kore.ai account. Never contains a secret. */
export const connectionSchema = z.object({
  host: z.string(),
  clientId: z.string(),
  environment: z.enum(environments),
  /** Muster started this sandbox itself, because no Kore.ai is configured. */
  isBuiltIn: z.boolean(),
  jtiEnforced: z.boolean(),
  jweEncrypted: z.boolean(),
  batchSize: countSchema,
  budget: z.object({
    perMinute: z.object({ limit: countSchema, used: countSchema }),
    perHour: z.object({ limit: countSchema, used: countSchema }),
    /** Calls of the last hour by five minutes, oldest first; empty without a limit. */
    byFiveMinutes: z.array(countSchema),
    /** When a job may call again; null when it may now. */
    nextJobCallAt: z.nullable(timeSchema),
  }),
  /** Result of each endpoint at the last test or use. */
  endpoints: z.array(
    z.object({
      name: z.string(),
      scope: z.string(),
      state: z.enum(['works', 'refused', 'failed', 'not_kore', 'untried']),
      detail: z.nullable(z.string()),
      detailMessage: kept,
      checkedAt: z.nullable(timeSchema),
    }),
  ),
  /** Why Kore.ai refuses the credential, and what to do; null while it is accepted or untried. */
  credentialRefusal: z.nullable(z.string()),
  credentialRefusalMessage: kept,
  /** Why jobs cannot call now, in a sentence; null while they can, or while nothing was tried. */
  jobsBlocked: z.nullable(z.string()),
  jobsBlockedMessage: kept,
  /** Every key that is set, by an ID that reveals nothing about it. */
  keys: z.array(
    z.object({
      kind: z.enum(keyKinds),
      id: z.string(),
      firstSeenAt: timeSchema,
      /** It signs or seals now; the others only open, or wait. */
      isUsed: z.boolean(),
    }),
  ),
  breaker: z.object({
    open: z.boolean(),
    reason: z.nullable(z.string()),
    reasonMessage: kept,
    since: z.nullable(timeSchema),
  }),
})
export type Connection = z.output<typeof connectionSchema>

export const getConnection = route({
  method: 'GET',
  path: '/api/connection',
  summary: 'The connection, without its secret',
  permission: 'connection:read',
  stepUp: 'none',
  limited: 'no_users',
  responses: { 200: connectionSchema },
})
export const testConnection = route({
  method: 'POST',
  path: '/api/connection/test',
  summary: 'Try each read endpoint once',
  permission: 'connection:test',
  stepUp: 'none',
  responses: { 200: connectionSchema },
})
