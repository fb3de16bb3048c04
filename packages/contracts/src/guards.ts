import * as z from 'zod/mini'
import { fresh, route } from './route.ts'
import { countSchema, timeSchema } from './values.ts'

/** The guards: whether all changes are stopped, and their limits. */
export const guardsSchema = z.object({
  /** Null while changes may leave. */
  stopped: z.nullable(z.object({ at: timeSchema, by: z.string(), reason: z.string() })),
  limits: z.object({
    confirmUsers: countSchema,
    confirmPercent: countSchema,
    percentFromUsers: countSchema,
    allowMost: z.boolean(),
    delayFromUsers: countSchema,
    delayMinutes: z.number(),
    /** For erasures, if longer than `delayMinutes`. */
    erasureDelayMinutes: z.number(),
    protectedUsers: countSchema,
  }),
})
export type Guards = z.output<typeof guardsSchema>

export const getGuards = route({
  method: 'GET',
  path: '/api/guards',
  summary: 'Whether all changes are stopped, and the limits of the guards',
  permission: 'connection:read',
  stepUp: 'none',
  limited: 'no_users',
  responses: { 200: guardsSchema },
})

export const stopChanges = route({
  method: 'POST',
  path: '/api/guards/stop',
  summary: 'Stop all changes: no writing call is sent until an owner resumes. Calls in progress finish',
  permission: 'changes:stop',
  stepUp: 'none',
  body: z.object({ reason: z.string().check(z.maxLength(500), z.regex(/^[^\p{Cc}\p{Cs}]*$/u)) }),
  responses: { 200: guardsSchema },
})

export const resumeChanges = route({
  method: 'POST',
  path: '/api/guards/resume',
  summary: 'Resume all changes: jobs continue where they stopped',
  permission: 'changes:stop',
  stepUp: fresh,
  responses: { 200: guardsSchema },
})
