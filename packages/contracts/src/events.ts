import type { Permission } from '@muster/core/permission'
import * as z from 'zod/mini'
import { erasureSchema } from './erasures.ts'
import { jobSchema } from './jobs.ts'
import { route } from './route.ts'
import { directorySchema } from './users.ts'

/** Events of the one stream that a tab keeps open. The event name is its `kind`. */
export const eventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('job'), job: jobSchema }),
  z.object({ kind: z.literal('erasure'), erasure: erasureSchema }),
  z.object({ kind: z.literal('directory'), directory: directorySchema }),
  z.object({ kind: z.literal('plan'), planId: z.string(), state: z.string(), progress: z.number() }),
  z.object({ kind: z.literal('upload'), uploadId: z.string() }),
  /** An owner stopped or resumed all changes. */
  z.object({ kind: z.literal('guards') }),
  /** The state of the connection to Kore.ai changed on a replica. */
  z.object({ kind: z.literal('connection') }),
  /** The server is about to stop; the browser reconnects automatically. */
  z.object({ kind: z.literal('bye') }),
])
export type MusterEvent = z.output<typeof eventSchema>

interface EventRule {
  /** That of reading what the event carries. */
  readonly permission: Permission
  /**
   * Whether a member who is limited to users of groups receives it: `all`, because it has no data of users; of the
   * member's `own` jobs; or `none`.
   */
  readonly limited: 'all' | 'own' | 'none'
}

/** Who receives each kind of event. */
export const eventRules: Readonly<Record<MusterEvent['kind'], EventRule>> = {
  job: { permission: 'jobs:read', limited: 'own' },
  erasure: { permission: 'erasures:read', limited: 'none' },
  directory: { permission: 'users:read', limited: 'all' },
  // An ID, a state and a number.
  plan: { permission: 'plans:read', limited: 'all' },
  upload: { permission: 'plans:read', limited: 'all' },
  guards: { permission: 'connection:read', limited: 'all' },
  connection: { permission: 'connection:read', limited: 'all' },
  bye: { permission: 'session:own', limited: 'all' },
}

export const streamEvents = route({
  method: 'GET',
  path: '/api/events',
  summary: 'The events of the app, as server-sent events',
  permission: 'session:own',
  stepUp: 'none',
  responses: { 200: { mediaType: 'text/event-stream' } },
})
