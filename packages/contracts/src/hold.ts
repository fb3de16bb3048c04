import { environments } from '@muster/core/environment'
import * as z from 'zod/mini'
import { fresh, route } from './route.ts'
import { countSchema, timeSchema } from './values.ts'

/**
 * Why jobs are held:
 * - `older`: the database is older than what this installation last did.
 * - `dump`: it was loaded from a dump, or is a copy of another database.
 * - `copied`: the data folder is a copy.
 * - `unknown`: the record beside the embedded database is missing.
 * - `other_account`: it belongs to another account of Kore.ai than the one Muster is connected to.
 */
export const holdReasons = ['older', 'dump', 'copied', 'unknown', 'other_account'] as const
export type HoldReason = (typeof holdReasons)[number]

/** An account of Kore.ai, as far as it is known without a call. No secret is part of it: secrets are rotated. */
export const accountSchema = z.object({
  /** Name and port of the host; `sandbox` for the built-in one. */
  host: z.string(),
  clientId: z.string(),
  environment: z.enum(environments),
  isBuiltIn: z.boolean(),
})
export type Account = z.output<typeof accountSchema>

export const holdSchema = z.object({
  since: timeSchema,
  reason: z.enum(holdReasons),
  /** If they differ: the account whose data the database holds, and the one Muster is connected to. */
  accounts: z.nullable(z.object({ stored: accountSchema, connected: accountSchema })),
  /** Unfinished jobs. */
  jobs: countSchema,
  /** Users of these jobs without an outcome. After a restore they are re-read before anything is sent for them. */
  users: countSchema,
  /** People whose erasure may have been requested since. A member decides about them one by one or together. */
  erasures: countSchema,
})
export type Hold = z.output<typeof holdSchema>

const responseSchema = z.object({ hold: z.nullable(holdSchema) })

export const getHold = route({
  method: 'GET',
  path: '/api/hold',
  summary: 'Whether jobs are held, why, and which',
  permission: 'jobs:read',
  stepUp: 'none',
  limited: 'no_users',
  responses: { 200: responseSchema },
})

/**
 * Whether two accounts are the same:
 * - `same`: under another name. Jobs go on at the connected account.
 * - `another`: unfinished jobs end, drafts are withdrawn, directory and selections are emptied.
 */
const accountDecisionSchema = z.object({
  is: z.enum(['same', 'another']),
  /** As the member saw it: Muster may have been started with yet another one since. */
  connected: accountSchema,
})
export type AccountDecision = z.output<typeof accountDecisionSchema>

export const releaseHold = route({
  method: 'POST',
  path: '/api/hold/release',
  summary: 'Let held jobs run again, or end them because Muster is connected to another account',
  permission: 'hold:release',
  stepUp: fresh,
  /** `account`: required if the hold names `accounts`, and refused otherwise. */
  body: z.object({ account: z.optional(accountDecisionSchema) }),
  problems: ['conflict'],
  responses: { 200: responseSchema },
})
