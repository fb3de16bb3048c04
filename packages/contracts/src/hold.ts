import * as z from 'zod/mini'
import { fresh, route } from './route.ts'
import { countSchema, timeSchema } from './values.ts'

/**
 * Why jobs are held:
 * - `older`: the database is older than what this installation last did.
 * - `dump`: it was loaded from a dump, or is a copy of another database.
 * - `copied`: the data folder is a copy.
 * - `unknown`: the record beside the embedded database is missing.
 */
export const holdReasons = ['older', 'dump', 'copied', 'unknown'] as const
export type HoldReason = (typeof holdReasons)[number]

export const holdSchema = z.object({
  since: timeSchema,
  reason: z.enum(holdReasons),
  /** Unfinished jobs. */
  jobs: countSchema,
  /** Users of these jobs without an outcome, re-read before anything is sent for them. */
  users: countSchema,
  /** People whose erasure may have been requested since. A member decides about them one by one or together. */
  erasures: countSchema,
})
export type Hold = z.output<typeof holdSchema>

const responseSchema = z.object({ hold: z.nullable(holdSchema) })

export const getHold = route({
  method: 'GET',
  path: '/api/hold',
  summary: 'Whether jobs are held since the database was restored, and which',
  permission: 'jobs:read',
  stepUp: 'none',
  limited: 'no_users',
  responses: { 200: responseSchema },
})

export const releaseHold = route({
  method: 'POST',
  path: '/api/hold/release',
  summary: 'Let held jobs run again',
  permission: 'hold:release',
  stepUp: fresh,
  responses: { 200: responseSchema },
})
