import { destinationKinds, noticeKinds } from '@muster/core/notice/notice'
import * as z from 'zod/mini'
import { kept } from './message.ts'
import { route } from './route.ts'
import { countSchema, emptySchema, idSchema, timeSchema } from './values.ts'

export const destinationSchema = z.object({
  id: z.string(),
  kind: z.enum(destinationKinds),
  /** Host of the address, whose path may be a secret. */
  place: z.string(),
  /** Notices that are not delivered yet. */
  waiting: countSchema,
  lastDeliveredAt: z.nullable(timeSchema),
  lastFailedAt: z.nullable(timeSchema),
  /** Why the last attempt failed; null if it succeeded. */
  error: z.nullable(z.string()),
  errorMessage: kept,
})
export type Destination = z.output<typeof destinationSchema>

export const noticesSchema = z.object({
  destinations: z.array(destinationSchema),
  /** Notices that Muster gave up, newest first, at most 50. */
  undelivered: z.array(
    z.object({
      id: z.string(),
      destination: z.string(),
      kind: z.enum(noticeKinds),
      at: timeSchema,
      attempts: countSchema,
      error: z.nullable(z.string()),
      errorMessage: kept,
    }),
  ),
  /** The receiver of all entries of the audit; null if none is configured. */
  auditStream: z.nullable(
    z.object({
      protocol: z.enum(['https', 'http', 'syslog+tls', 'syslog+tcp', 'syslog+udp']),
      place: z.string(),
      /** Entries that the receiver has, and all entries. */
      sent: countSchema,
      entries: countSchema,
      lastSentAt: z.nullable(timeSchema),
      lastFailedAt: z.nullable(timeSchema),
      error: z.nullable(z.string()),
      errorMessage: kept,
    }),
  ),
})
export type Notices = z.output<typeof noticesSchema>

export const getNotices = route({
  method: 'GET',
  path: '/api/notices',
  summary: 'The destinations of notices and of the audit, with their last deliveries',
  permission: 'connection:read',
  stepUp: 'none',
  responses: { 200: noticesSchema },
})

export const testNotices = route({
  method: 'POST',
  path: '/api/notices/test',
  summary: 'Send a test to a destination at once',
  permission: 'connection:test',
  stepUp: 'none',
  body: z.object({ destination: idSchema }),
  responses: {
    200: z.object({ delivered: z.boolean(), error: z.nullable(z.string()), errorMessage: kept }),
  },
})

export const retryNotice = route({
  method: 'POST',
  path: '/api/notices/:id/retry',
  summary: 'Retry a notice that Muster gave up',
  permission: 'connection:test',
  stepUp: 'none',
  params: z.object({ id: idSchema }),
  responses: { 200: emptySchema },
})
