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

export const streamEvents = route({
  method: 'GET',
  path: '/api/events',
  summary: 'The events of the app, as server-sent events',
  permission: 'session:own',
  stepUp: 'none',
  responses: { 200: { mediaType: 'text/event-stream' } },
})
